import { expect, it, vi } from 'vitest';
import { defaultOptions } from '../domain/options';
import type { Plan } from '../domain/plan';
import { createChoice } from './choice';
import { openChosen } from './chosen-source';

const plan: Plan = { options: { ...defaultOptions, source: 'picker' }, name: 'Screen' };

function setUp(displaySurface?: string) {
  const track = { getSettings: () => ({ displaySurface }) };
  const stream = { getVideoTracks: () => [track] } as unknown as MediaStream;
  const devices = { getUserMedia: vi.fn(), getDisplayMedia: vi.fn(async () => stream) };
  const choice = createChoice();
  const minimize = vi.fn(async () => undefined);
  const open = (wanted = plan) => openChosen(wanted, 'webm', { devices, choiceMade: choice.made, minimize });
  return { devices, choice, minimize, open, stream };
}

it('opens the picker after the click, and not before', async () => {
  const { devices, choice, open, stream } = setUp('monitor');
  const opening = open();
  await Promise.resolve();
  expect(devices.getDisplayMedia).not.toHaveBeenCalled();
  choice.make();
  expect(await opening).toBe(stream);
  expect(devices.getDisplayMedia).toHaveBeenCalledOnce();
});

it.each([
  ['minimizes the window for a whole screen', 'monitor', 1],
  ['minimizes it if the browser does not say what is shared', undefined, 1],
  ['leaves it beside another window', 'window', 0],
])('%s', async (_, surface, times) => {
  const { choice, minimize, open } = setUp(surface);
  const opening = open();
  choice.make();
  await opening;
  expect(minimize).toHaveBeenCalledTimes(times);
});

it('records all the same if the window can’t be minimized', async () => {
  const { choice, minimize, open, stream } = setUp('monitor');
  minimize.mockRejectedValue(new Error('No window'));
  const opening = open();
  choice.make();
  expect(await opening).toBe(stream);
});

it('waits for nothing if the source is a device', async () => {
  const { choice, minimize, open } = setUp();
  expect(await open({ ...plan, options: { ...defaultOptions, source: 'camera' } })).toBeUndefined();
  expect(choice.isAwaited.value).toBe(false);
  expect(minimize).not.toHaveBeenCalled();
});

it.each([
  ['NotAllowedError', { failure: { code: 'permission-dismissed' } }],
  ['NotReadableError', { name: 'NotReadableError' }],
])('a picker that rejects with %s', async (name, expected) => {
  const { devices, choice, open } = setUp();
  devices.getDisplayMedia.mockRejectedValue(new DOMException('no', name));
  const opening = open();
  choice.make();
  await expect(opening).rejects.toMatchObject(expected);
});
