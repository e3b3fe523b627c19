import { expect, it, vi } from 'vitest';
import { noSnapshot, type RecorderSnapshot } from '../domain/snapshot';
import { createCloseGuard } from './close-guard';

const rescue = {
  recordingId: 'a',
  name: 'Lesson',
  format: 'webm-vp8',
  url: 'blob:1',
  bytes: 3,
  unsavedBytes: 1,
  isWhole: true,
} as const;

it.each([
  ['nothing is recorded', {}, false],
  ['the source is being chosen', { session: { state: 'starting', recordingId: 'a' }, opening: true }, false],
  ['it records', { session: { state: 'recording', recordingId: 'a' } }, true],
  ['the last slice is being saved', { session: { state: 'stopping', recordingId: 'a' } }, true],
  ['the disk has refused something', { rescues: [rescue] }, true],
] as const)('while %s', (_, content, asks) => {
  const makeSafe = vi.fn();
  const window = new EventTarget();
  const guard = createCloseGuard(window as unknown as Window, makeSafe);
  guard({ ...noSnapshot, session: { state: 'recording', recordingId: 'a' } });
  guard({ ...noSnapshot, ...content } satisfies RecorderSnapshot);
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(asks);
  expect(makeSafe).toHaveBeenCalledTimes(asks ? 1 : 0);
});
