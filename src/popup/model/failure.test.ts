import { describe, expect, it } from 'vitest';
import { fail, failure, ok } from '../../domain/failure';
import { defaultOptions } from '../../domain/options';
import { endedBy, idle, openPopup, recording } from './testing/world';

describe('a failure', () => {
  it('of a call is shown until it is dismissed', async () => {
    const { popup, calls } = await openPopup({ answers: { start: fail('already-recording') } });
    await popup.start();
    expect(popup.failure.value).toEqual({
      failure: { code: 'already-recording' },
      kept: undefined,
      where: undefined,
    });
    await popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    expect(calls.at(-1)).toEqual(['dismiss', undefined]);
  });

  it('of the last session says what was kept', async () => {
    const kept = await openPopup({ status: ok(endedBy('disk-full', true)) });
    expect(kept.popup.failure.value).toMatchObject({ kept: 'r1', where: 'on-disk' });
    const lost = await openPopup({ status: ok(endedBy('nothing-to-record', false)) });
    expect(lost.popup.failure.value).toMatchObject({ kept: undefined, where: 'nowhere' });
    const last = {
      recordingId: 'r1',
      saved: false,
      unread: true,
      failure: failure('recorder-gone'),
    } as const;
    const unread = await openPopup({ status: ok({ session: { state: 'inactive', last } }) });
    expect(unread.popup.failure.value, 'not known yet').toMatchObject({ kept: undefined, where: 'unread' });
    expect(unread.popup.isDatabaseLate.value).toBe(true);
  });

  it('of the disk says that the unsaved part is in memory, and leads to it', async () => {
    const rescue = {
      recordingId: 'r1',
      name: 'Lesson',
      format: 'webm-vp9',
      url: 'blob:1',
      bytes: 3,
      unsavedBytes: 3,
      isWhole: true,
    } as const;
    const { popup, done, world } = await openPopup({
      status: ok({ ...endedBy('storage-failed', false), rescues: [rescue] }),
    });
    expect(popup.failure.value).toMatchObject({ kept: undefined, where: 'in-memory' });
    expect(popup.hasRescue.value, 'it is said once').toBe(false);
    await popup.act('open-library');
    expect(done).toEqual(['library undefined']);
    world.status = ok({ ...idle, rescues: [rescue] });
    await popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    expect(popup.hasRescue.value, 'it is said until it is saved').toBe(true);
  });

  it('of the menu or the keyboard is shown too', async () => {
    const { popup } = await openPopup({ status: ok({ ...idle, refusal: { code: 'not-recording' } }) });
    expect(popup.failure.value?.failure.code).toBe('not-recording');
  });

  it('of the menu or the keyboard stays while the recorder, which does not know it, continues', async () => {
    const refusal = { code: 'already-recording' } as const;
    const { popup, send, sendNotices } = await openPopup({ status: ok({ ...recording, refusal }) });
    send(recording);
    send({ ...recording, session: { state: 'paused', recordingId: 'r1' } });
    expect(popup.failure.value?.failure).toEqual(refusal);
    send(idle);
    sendNotices({});
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the menu or the keyboard comes from the service worker once nothing is recorded', async () => {
    const { popup, sendNotices } = await openPopup();
    sendNotices({ refusal: { code: 'permission-denied' } });
    expect(popup.failure.value?.failure.code).toBe('permission-denied');
    sendNotices({});
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the menu or the keyboard arrives although the recorder publishes before the answer', async () => {
    const { popup, world, send } = await openPopup({ status: ok(recording) });
    world.status = ok({ ...recording, refusal: { code: 'already-recording' } });
    const asking = popup.command('saveNow');
    for (let turn = 0; turn < 3; turn += 1) {
      send(recording);
      await Promise.resolve();
    }
    await asking;
    expect(popup.failure.value?.failure.code).toBe('already-recording');
  });

  it('of the menu or the keyboard goes when it is dismissed', async () => {
    const { popup, world } = await openPopup({
      status: ok({ ...recording, refusal: { code: 'already-recording' } }),
    });
    world.status = ok(recording);
    const dismissing = popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    await dismissing;
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the last session is not hidden by what it refused while it lasted', async () => {
    const { popup, send } = await openPopup({
      status: ok({ ...recording, refusal: { code: 'already-recording' } }),
      answers: { start: fail('already-recording') },
    });
    await popup.start();
    expect(popup.failure.value?.failure.code).toBe('already-recording');
    send(endedBy('disk-full', true));
    expect(popup.failure.value).toMatchObject({
      failure: { code: 'disk-full' },
      kept: 'r1',
      where: 'on-disk',
    });
  });

  it.each([
    ['open-library', 'disk-full', ['library r1']],
    ['close', 'tab-not-invoked', ['close']],
    ['copy-details', 'unexpected', ['copy unexpected: why']],
  ] as const)('has a button that does it: %s', async (action, code, expected) => {
    const { popup, done } = await openPopup({ status: ok(endedBy(code, true)) });
    await popup.act(action);
    expect(done).toEqual(expected);
  });

  it.each([
    ['start-again', ['dismiss', 'start']],
    ['use-picker', ['dismiss', 'start']],
    ['ask-permission', ['requestTabCapture']],
    ['check-again', ['dismiss']],
  ] as const)('has a button that does it: %s', async (action, expected) => {
    const { popup, calls } = await openPopup({ status: ok(endedBy('unexpected', false)) });
    await popup.act(action);
    expect(calls.map(([name]) => name)).toEqual(expected);
    if (action === 'use-picker') expect(popup.source.value).toBe('picker');
  });

  it('has a button that changes the settings', async () => {
    const { popup } = await openPopup({
      stored: { ...defaultOptions, source: 'picker', timesliceMs: null, format: 'mp4-av1' },
      status: ok(endedBy('format-unsupported', false)),
    });
    await popup.act('use-automatic');
    expect(popup.choices.options.value).toEqual({
      ...defaultOptions,
      source: 'picker',
      timesliceMs: null,
      format: 'automatic',
    });
    await popup.act('reset-options');
    expect(popup.choices.options.value).toEqual(defaultOptions);
  });
});

describe('recovered recordings', () => {
  const recovered = [
    { recordingId: 'r1', name: 'Lesson', durationMs: 724_000, hasPicture: true },
    { recordingId: 'r0', name: 'Lesson', durationMs: 5000, hasPicture: true },
  ];

  it('replace the failure of the dead recorder, which says less', async () => {
    const { popup, send } = await openPopup({ status: ok({ ...endedBy('recorder-gone', true), recovered }) });
    expect(popup.recovered.value).toEqual(recovered);
    expect(popup.failure.value).toBeUndefined();
    send(endedBy('disk-full', true));
    expect(popup.failure.value?.failure.code).toBe('disk-full');
  });

  it('are played in the library, and acknowledged thereby', async () => {
    const { popup, world, calls, done } = await openPopup({ status: ok({ ...idle, recovered }) });
    world.status = ok(idle);
    await popup.play('r1');
    expect(done).toEqual(['library r1 at once']);
    expect(calls).toEqual([['keepRecovered', undefined]]);
    expect(popup.recovered.value).toEqual([]);
  });

  it('are found in the library, and acknowledged thereby; another recording acknowledges nothing', async () => {
    const { popup, world, calls, done } = await openPopup({ status: ok({ ...idle, recovered }) });
    await popup.find('r7');
    expect(calls).toEqual([]);
    world.status = ok(idle);
    await popup.find('r0');
    expect(done).toEqual(['library r7', 'library r0']);
    expect(calls).toEqual([['keepRecovered', undefined]]);
  });

  it('are kept, without further notice', async () => {
    const { popup, world, calls } = await openPopup({ status: ok({ ...idle, recovered }) });
    world.status = ok(idle);
    await popup.keepRecovered();
    expect(calls).toEqual([['keepRecovered', undefined]]);
    expect(popup.recovered.value).toEqual([]);
  });
});

describe('the recording that has just ended', () => {
  const saved = { recordingId: 'r1', name: 'Lesson', durationMs: 31_000, hasPicture: true, seen: false };

  it('is shown, and reported as seen, once', async () => {
    const { popup, calls } = await openPopup({ status: ok({ ...idle, saved }) });
    expect(popup.saved.value).toEqual(saved);
    expect(calls).toEqual([['seeSaved', undefined]]);
    const seen = await openPopup({ status: ok({ ...idle, saved: { ...saved, seen: true } }) });
    expect(seen.popup.saved.value?.recordingId).toBe('r1');
    expect(seen.calls).toEqual([]);
  });

  it('goes when the user dismisses it', async () => {
    const { popup, world, calls } = await openPopup({
      status: ok({ ...idle, saved: { ...saved, seen: true } }),
    });
    world.status = ok(idle);
    await popup.dismissSaved();
    expect(calls).toEqual([['dismissSaved', undefined]]);
    expect(popup.saved.value).toBeUndefined();
  });

  it('is played, found and downloaded; a download that fails says why', async () => {
    const { popup, world, calls, done } = await openPopup({
      status: ok({ ...idle, saved: { ...saved, seen: true } }),
    });
    await popup.play('r1');
    await popup.find('r1');
    await popup.download('r1');
    expect(done).toEqual(['library r1 at once', 'library r1']);
    expect(calls).toEqual([['download', 'r1']]);
    expect(popup.failure.value).toBeUndefined();
    world.answers['download'] = fail('recording-not-found');
    await popup.download('r1');
    expect(popup.failure.value?.failure.code).toBe('recording-not-found');
  });
});

describe('a refusal', () => {
  const refused = { ...idle, refusal: { code: 'tab-not-capturable' } as const };

  it('about another tab is not shown', async () => {
    const elsewhere = await openPopup({ status: ok({ ...refused, refusedTab: { tabId: 99, at: 1 } }) });
    expect(elsewhere.popup.failure.value).toBeUndefined();
    const { id } = elsewhere.popup.tab.value ?? {};
    const here = await openPopup({ status: ok({ ...refused, refusedTab: { tabId: id ?? 0, at: 1 } }) });
    expect(here.popup.failure.value?.failure.code).toBe('tab-not-capturable');
  });

  it('of this popup ends when a start begins', async () => {
    const { popup, world, send } = await openPopup({ status: ok(idle) });
    world.answers['download'] = fail('recording-not-found');
    await popup.download('r1');
    expect(popup.failure.value?.failure.code).toBe('recording-not-found');
    send({ session: { state: 'starting', recordingId: 'r2' } });
    expect(popup.failure.value).toBeUndefined();
  });
});
