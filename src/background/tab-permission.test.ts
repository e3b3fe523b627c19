import { describe, expect, it, vi } from 'vitest';
import { ok } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { setUp, tab } from './testing/world';

describe('the permission', () => {
  const readyTab = { ready: { tabId: tab.id, at: expect.any(Number) } };
  const notReady = { ready: undefined };

  it('makes the button ready for one more click, opens no popup, and any start ends that', async () => {
    const { calls, events, deps } = setUp();
    await events.tabCaptureAllowed();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(readyTab));
    expect(deps.openPopup).not.toHaveBeenCalled();
    await calls.start({ options: defaultOptions, tab });
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(notReady));
  });

  it('makes nothing ready from the setup page, which says how to continue', async () => {
    const { events, deps } = setUp({ isSetupInFront: async () => true });
    await events.tabCaptureAllowed();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(notReady));
    expect(deps.openPopup).not.toHaveBeenCalled();
  });

  it('lets the next click on that tab start with the stored options, and only that one', async () => {
    const { events, deps, call } = setUp({}, { ...defaultOptions, source: 'picker', frameRate: 24 });
    await events.tabCaptureAllowed();
    await events.buttonClicked(tab);
    expect(deps.openPopup).not.toHaveBeenCalled();
    const options = { ...defaultOptions, source: 'tab', frameRate: 24 };
    expect(call).toHaveBeenCalledWith('recorder', 'start', expect.objectContaining({ options }));
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(notReady));
    await events.buttonClicked(tab);
    expect(deps.openPopup, 'it neither starts again nor stops').toHaveBeenCalledOnce();
    expect(call.mock.calls.filter(([, name]) => name === 'start' || name === 'stop')).toHaveLength(1);
  });

  it('starts once, and stops nothing, on two clicks at once', async () => {
    const { events, call } = setUp();
    await events.tabCaptureAllowed();
    await Promise.all([events.buttonClicked(tab), events.buttonClicked(tab)]);
    expect(call.mock.calls.filter(([, name]) => name === 'start' || name === 'stop')).toHaveLength(1);
  });

  interface Meanwhile {
    readonly laterMs?: number;
    readonly awayMs?: number;
    readonly revoked?: boolean;
    readonly over?: boolean;
  }

  it.each<[string, typeof tab | { id: number; windowId: number }, Meanwhile]>([
    ['on another tab', { id: 99, windowId: 1 }, {}],
    ['after a minute', tab, { laterMs: 60_000 }],
    ['once the user has been elsewhere, unseen by a service worker that was dead', tab, { awayMs: 1 }],
    ['once the permission is revoked', tab, { revoked: true }],
    ['once the tab waits no more', tab, { over: true }],
  ])(
    'opens the popup on a click %s',
    async (_when, clicked, { laterMs = 0, awayMs = 0, revoked = false, over = false }) => {
      vi.useFakeTimers({ toFake: ['Date'] });
      const { events, deps, call, world } = setUp();
      await events.tabCaptureAllowed();
      const activatedAt = Date.now() + awayMs;
      vi.mocked(deps.tabCapture.read).mockResolvedValue({ muted: false, defaultZoom: 1, activatedAt });
      vi.advanceTimersByTime(laterMs);
      if (revoked) world.allowed = false;
      if (over) await events.readyIsOver();
      await events.buttonClicked(clicked);
      expect(deps.openPopup).toHaveBeenCalledOnce();
      expect(deps.show, 'if that fails, the next click opens it').toHaveBeenLastCalledWith(
        expect.objectContaining(notReady),
      );
      expect(call).not.toHaveBeenCalledWith('recorder', 'start', expect.anything());
      vi.useRealTimers();
    },
  );

  it.each([
    ['is still on that tab', { front: tab.id, activatedAt: 0 }, true],
    ['is on another tab', { front: 99, activatedAt: 0 }, false],
    ['has come back from another tab', { front: tab.id, activatedAt: Number.POSITIVE_INFINITY }, false],
  ])('is reviewed by a new service worker: the user %s', async (_where, { front, activatedAt }, waits) => {
    const before = setUp();
    await before.events.tabCaptureAllowed();
    const { events, deps } = setUp({
      store: before.deps.store,
      tabCapture: {
        ...before.deps.tabCapture,
        front: async () => front,
        read: async () => ({ muted: false, defaultZoom: 1, activatedAt }),
      },
    });
    await events.wake();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(waits ? readyTab : notReady));
  });

  it.each([
    ['has gone to another page', true, false],
    ['has not been drawn as ready yet', false, true],
  ])('is reviewed by a new service worker: the tab %s', async (_how, wasDrawn, waits) => {
    const before = setUp();
    await before.events.tabCaptureAllowed();
    const at = (await before.deps.store.get('ready'))?.at;
    const since = wasDrawn && at !== undefined ? { since: at } : {};
    await before.deps.store.set('tabLook', { tabId: tab.id, look: 'ready', ...since });
    const { events, deps } = setUp({ store: before.deps.store, isLookDropped: async () => true });
    await events.wake();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(waits ? readyTab : notReady));
  });

  it('is not ended by what happened before the user allowed it again', async () => {
    const { events, deps } = setUp();
    await events.tabCaptureAllowed();
    await events.readyIsOver({ tabId: tab.id, at: 1 });
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining(readyTab));
  });

  it('remembers a refusal and opens the popup, which offers the picker', async () => {
    const { calls, deps, world, area } = setUp();
    world.allowed = false;
    expect(await calls.requestTabCapture()).toEqual(ok(false));
    expect(area.values.get('tabCaptureDenied')).toBe(true);
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
  });
});
