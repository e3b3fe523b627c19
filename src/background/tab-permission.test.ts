import { describe, expect, it } from 'vitest';
import { ok } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { setUp, tab } from './testing/world';

describe('the permission', () => {
  it('makes the button ready for one more click, and a start ends that', async () => {
    const { calls, events, deps } = setUp();
    await events.tabCaptureAllowed();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining({ ready: true }));
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
    await calls.start({ options: defaultOptions, tab });
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining({ ready: false }));
  });

  it('opens no popup over the setup page, which says how to continue', async () => {
    const { events, deps } = setUp({ isSetupInFront: async () => true });
    await events.tabCaptureAllowed();
    expect(deps.show).toHaveBeenLastCalledWith(expect.objectContaining({ ready: false }));
    expect(deps.openPopup).not.toHaveBeenCalled();
  });

  it('remembers a refusal and opens the popup, which offers the picker', async () => {
    const { calls, deps, world, area } = setUp();
    world.allowed = false;
    expect(await calls.requestTabCapture()).toEqual(ok(false));
    expect(area.values.get('tabCaptureDenied')).toBe(true);
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
  });
});
