import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../domain/failure';
import { defaultOptions } from '../../domain/options';
import { granted, openPopup, progress, recording, type SnapshotContent } from './testing/world';

describe('start', () => {
  it('records this tab with the chosen options', async () => {
    const { popup, calls } = await openPopup();
    popup.choices.choose('timesliceMs', '250');
    await popup.start();
    expect(calls).toEqual([
      [
        'start',
        {
          options: { ...defaultOptions, timesliceMs: 250 },
          tab: { id: 7, windowId: 2, title: 'A page' },
          pixelRatio: 1,
        },
      ],
    ]);
  });

  it('happens once, however often it is clicked', async () => {
    const { popup, calls } = await openPopup();
    const first = popup.start();
    expect(popup.canStart.value).toBe(false);
    await Promise.all([first, popup.start(), popup.start()]);
    expect(calls.length).toBe(1);
    expect(popup.canStart.value).toBe(true);
  });

  it('asks for permission first', async () => {
    const { popup, world, calls } = await openPopup({
      facts: { ...granted, allowed: false },
      answers: { requestTabCapture: ok(false) },
    });
    expect(popup.access.value).toBe('ask');
    world.facts = { ...granted, allowed: false, denied: true };
    await popup.start();
    expect(calls).toEqual([['requestTabCapture', undefined]]);
    expect(popup.access.value).toBe('denied');
    expect(popup.source.value).toBe('picker');
  });

  it('is not possible on a tab that was not invoked since', async () => {
    const { popup } = await openPopup({
      facts: { ...granted, tab: { id: 7, windowId: 2 }, refusal: 'tab-not-invoked' },
    });
    expect(popup.access.value).toBe('click-again');
    expect(popup.canStart.value).toBe(false);
    popup.chooseSource('picker');
    expect(popup.canStart.value).toBe(true);
  });

  it('uses the picker if the page is protected, and sends no tab with it', async () => {
    const { popup, calls } = await openPopup({
      facts: { ...granted, tab: { id: 7, windowId: 2 } },
    });
    expect(popup.source.value).toBe('picker');
    await popup.start();
    expect(calls).toEqual([['start', { options: { ...defaultOptions, source: 'picker' } }]]);
  });

  it('after a refusal offers the picker, and asks again when this tab is chosen', async () => {
    const { popup, calls } = await openPopup({ facts: { ...granted, allowed: false, denied: true } });
    expect(popup.source.value).toBe('picker');
    popup.chooseSource('tab');
    await popup.start();
    expect(calls.map(([name]) => name)).toEqual(['requestTabCapture']);
  });

  it('is possible with a wrong number that has no meaning for the source', async () => {
    const { popup } = await openPopup();
    popup.choices.choose('quality', 'custom');
    popup.choices.type('quality', 'much');
    expect(popup.wrongNumber.value).toBe('quality');
    popup.chooseSource('microphone');
    expect(popup.wrongNumber.value).toBeUndefined();
  });

  it('is not possible with a wrong timeslice', async () => {
    const { popup, calls } = await openPopup();
    popup.choices.choose('timesliceMs', 'custom');
    popup.choices.type('timesliceMs', '5');
    expect(popup.canStart.value).toBe(false);
    expect(popup.wrongNumber.value).toBe('timesliceMs');
    await popup.start();
    expect(calls).toEqual([]);
  });

  it.each(['camera', 'microphone'] as const)('records the %s, with no tab and no inset', async (source) => {
    const { popup, calls } = await openPopup({ stored: { ...defaultOptions, source, inset: true } });
    await popup.start();
    expect(calls).toEqual([['start', { options: { ...defaultOptions, source, inset: false } }]]);
  });

  it('sends the inset only with sources that can have one, and always remembers it', async () => {
    const { popup, calls } = await openPopup({
      stored: { ...defaultOptions, source: 'microphone', inset: true },
    });
    popup.chooseSource('tab');
    await popup.start();
    expect(calls[0]?.[1]).toMatchObject({ options: { source: 'tab', inset: true } });
  });

  it('that the user cancelled is not a failure', async () => {
    const { popup } = await openPopup({ answers: { start: fail('start-cancelled') } });
    await popup.start();
    expect(popup.failure.value).toBeUndefined();
  });

  it('allows Stop while it waits for the user', async () => {
    const { popup, calls, send } = await openPopup({ answers: { start: new Promise(() => undefined) } });
    void popup.start();
    send({ session: { state: 'starting', recordingId: 'r1' } });
    await popup.command('stop');
    expect(calls.map(([name]) => name)).toEqual(['start', 'stop']);
  });
});

describe('commands', () => {
  it('are carried out in turn; a second click on the same button is one with the first', async () => {
    const { popup, calls } = await openPopup({ status: ok(recording) });
    await Promise.all((['pause', 'pause', 'resume', 'pause'] as const).map(popup.command));
    expect(calls.map(([name]) => name)).toEqual(['pause', 'resume', 'pause']);
    await popup.command('pause');
    expect(calls).toHaveLength(4);
  });

  it('never keep Stop waiting', async () => {
    const { popup, calls } = await openPopup({
      status: ok(recording),
      answers: { pause: new Promise(() => undefined) },
    });
    void popup.command('pause');
    void popup.command('resume');
    await popup.command('stop');
    expect(calls.map(([name]) => name)).toEqual(['pause', 'stop']);
    expect(popup.failure.value).toBeUndefined();
  });

  it('that wait when Stop is clicked are not carried out', async () => {
    let answer: (result: Result<void>) => void = () => undefined;
    const { popup, calls } = await openPopup({
      status: ok(recording),
      answers: {
        pause: new Promise<Result<void>>((resolve) => {
          answer = resolve;
        }),
      },
    });
    const waiting = [popup.command('pause'), popup.command('resume'), popup.command('stop')];
    answer(ok(undefined));
    await Promise.all(waiting);
    expect(calls.map(([name]) => name)).toEqual(['pause', 'stop']);
  });

  it('to save are never merged', async () => {
    const { popup, calls } = await openPopup({ status: ok(recording) });
    await Promise.all([popup.command('saveNow'), popup.command('saveNow')]);
    expect(calls.map(([name]) => name)).toEqual(['saveNow', 'saveNow']);
  });

  it('say once what the user wanted on disk is there, and no longer with another recording', async () => {
    const { popup, send } = await openPopup({ status: ok(recording) });
    await popup.command('saveNow');
    expect(popup.ordered.value, 'not before it is').toBeUndefined();
    const elapsedMs = popup.reading.value.elapsedMs;
    const saved = { ...progress, elapsedMs: elapsedMs + 10, safeMs: elapsedMs + 5 };
    send({ ...recording, progress: saved });
    expect(popup.ordered.value).toBe('safe');
    send({ session: { state: 'recording', recordingId: 'r2' }, progress: saved });
    expect(popup.ordered.value).toBeUndefined();
    send({ ...recording, progress: { ...saved, elapsedMs: elapsedMs + 20_000 } });
    expect(popup.ordered.value, 'not forever').toBeUndefined();
  });

  it('say during a pause that the rest goes to disk after it, once the recorder has answered', async () => {
    let answer: (result: Result<void>) => void = () => undefined;
    const answered = new Promise<Result<void>>((resolve) => {
      answer = resolve;
    });
    const paused: SnapshotContent = { session: { state: 'paused', recordingId: 'r1' }, progress };
    const { popup, send } = await openPopup({ status: ok(paused), answers: { saveNow: answered } });
    const done = popup.command('saveNow');
    expect(popup.ordered.value, 'the recorder may have more').toBeUndefined();
    answer(ok(undefined));
    await done;
    expect(popup.ordered.value).toBe('waits');
    send(recording);
    expect(popup.ordered.value, 'it is on its way').toBeUndefined();
    send({ ...recording, progress: { ...progress, safeMs: progress.elapsedMs } });
    expect(popup.ordered.value).toBe('safe');
  });
});

describe('a source that is a device', () => {
  it.each(['camera', 'microphone'] as const)(
    '(%s) can’t be started while it is not allowed',
    async (source) => {
      const { popup } = await openPopup({ stored: { ...defaultOptions, source } });
      expect(popup.inputs.obstacles[source].value).toBe(`${source}-not-asked`);
      expect(popup.canStart.value).toBe(false);
      popup.chooseSource('picker');
      expect(popup.canStart.value).toBe(true);
    },
  );
});
