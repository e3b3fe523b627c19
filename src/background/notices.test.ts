import { describe, expect, it } from 'vitest';
import { failure } from '../domain/failure';
import type { SavedRecording } from '../domain/notices';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import { isRising, setUp, tab } from './testing/world';

describe('a recovered recording', () => {
  it('is dropped once the recording is deleted', async () => {
    const { events, deps, recovered } = setUp();
    recovered.push({ recordingId: 'a', name: 'Lesson', durationMs: 1000, hasPicture: true });
    await events.wake();
    recovered.splice(0);
    await events.recordingsChanged();
    expect(deps.show).toHaveBeenLastCalledWith({
      snapshot: { revision: expect.any(Array), session: inactive },
      notices: { revision: expect.any(Array), recovered: [] },
      ready: undefined,
    });
  });

  const interrupted = { recordingId: 'a', name: 'Lesson', durationMs: 724_000, hasPicture: true };

  it('stays until the user acknowledges it, even if a failure is dismissed', async () => {
    const { calls, events, deps, status, recovered } = setUp();
    recovered.push(interrupted);
    await events.wake();
    expect(deps.show).toHaveBeenLastCalledWith(
      expect.objectContaining({
        notices: expect.objectContaining({ recovered: [interrupted] }),
        ready: undefined,
      }),
    );
    await calls.dismiss();
    expect(await status()).toMatchObject({ recovered: [interrupted] });
    await calls.keepRecovered();
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });

  it('takes the failure of the dead recorder with it', async () => {
    const { calls, status, kill, recovered } = setUp();
    await calls.start({ options: defaultOptions, tab });
    kill();
    recovered.push(interrupted);
    expect(await status()).toMatchObject({ session: { last: { failure: { code: 'recorder-gone' } } } });
    await calls.keepRecovered();
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });

  it('does not break anything if the database can’t be read', async () => {
    const { status } = setUp({
      recovered: {
        list: () => Promise.reject(new DOMException('', 'AbortError')),
        ids: async () => [],
        clear: async () => {},
      },
    });
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });
});

describe('a database that keeps the service worker waiting', () => {
  const interrupted = { recordingId: 'a', name: 'Lesson', durationMs: 724_000, hasPicture: true };

  it('doesn’t keep a page waiting: it is shown what was known, and that it is late, and later what there is', async () => {
    const waiting: ((list: readonly SavedRecording[]) => void)[] = [];
    let isHeld = false;
    const list = () =>
      isHeld
        ? new Promise<readonly SavedRecording[]>((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve([interrupted]);
    let isPatient = true;
    const waitedMs = new Set<number>();
    const ids = ['a'];
    const { calls, status, published } = setUp({
      recovered: { list, ids: async () => ids, clear: async () => void ids.splice(0) },
      later: (ms, task) => {
        waitedMs.add(ms);
        if (!isPatient) task();
        return () => undefined;
      },
    });
    expect(await status()).toMatchObject({ recovered: [interrupted] });
    isHeld = true;
    isPatient = false;
    expect(await status()).toMatchObject({ recovered: [interrupted], isDatabaseLate: true });
    expect(await status()).toMatchObject({ isDatabaseLate: true });
    expect([...waitedMs], 'how long a page waits').toEqual([500]);
    expect(waiting, 'it is asked once').toHaveLength(1);
    await calls.keepRecovered();
    expect(await status(), 'acknowledged meanwhile').toMatchObject({ recovered: [], isDatabaseLate: true });
    isHeld = false;
    isPatient = true;
    for (const answer of waiting.splice(0)) answer([interrupted]);
    await expect.poll(() => published.notices.at(-1)).toEqual({ revision: [4], recovered: [interrupted] });
  });
});

describe('the revision of notices', () => {
  it('rises with each change, and with nothing else', async () => {
    const { commands, calls, status, recovered, published } = setUp();
    await status();
    await status();
    expect(published.notices, 'nothing has changed').toEqual([]);
    await commands.saveNow();
    recovered.push({ recordingId: 'a', name: 'Lesson', durationMs: 1000, hasPicture: true });
    await Promise.all([status(), status(), status()]);
    await calls.dismiss();
    expect(published.notices).toEqual([
      { revision: [1], refusal: { code: 'not-recording' }, recovered: [] },
      { revision: [2], refusal: { code: 'not-recording' }, recovered },
      { revision: [3], recovered },
    ]);
  });

  it('keeps rising when the service worker is restarted', async () => {
    const { commands, deps, published } = setUp();
    await commands.saveNow();
    const next = setUp({ store: deps.store });
    expect(await next.status()).toMatchObject({ refusal: { code: 'not-recording' } });
    await next.calls.dismiss();
    expect(isRising([...published.notices, ...next.published.notices])).toBe(true);
    expect(next.published.notices).toEqual([{ revision: [2], recovered: [] }]);
  });

  it('ends with a refusal once a start begins, during its countdown already', async () => {
    const { commands, report, status, world } = setUp();
    await commands.saveNow();
    world.recorder = { session: { state: 'starting', recordingId: 'a' }, countdownEndsAt: 1 };
    await report(world.recorder);
    expect(await status()).not.toHaveProperty('refusal');
  });

  it('ends with a refusal that is outdated once the recording is over', async () => {
    const { commands, report, status } = setUp();
    await commands.saveNow();
    expect(await status()).toMatchObject({ refusal: { code: 'not-recording' } });
    await report({ session: inactive });
    expect(await status()).not.toHaveProperty('refusal');
  });
});

describe('a refusal about a tab, when a new service worker begins', () => {
  const refusedTab = { tabId: 7, at: 5 };
  const refusal = failure('tab-not-capturable');

  it.each([
    ['is outdated if the tab shows another page meanwhile', 5, true, undefined],
    ['stays if it shows the same page', 5, false, refusal],
    ['stays if it was never drawn', undefined, true, refusal],
  ])('%s', async (_, since, isDropped, expected) => {
    const { deps, events, status } = setUp({ isLookDropped: async () => isDropped });
    await deps.store.set('notices', { revision: [3], recovered: [], refusal, refusedTab });
    await deps.store.set('tabLook', {
      tabId: 7,
      look: 'refused',
      ...(since === undefined ? {} : { since }),
    });
    await events.wake();
    expect((await status()).refusal).toEqual(expected);
  });
});
