import { expect, it, vi } from 'vitest';
import { openCameraPreview } from './camera-preview';

it('opens the chosen camera, or the default one, and releases it when it is closed', async () => {
  const stop = vi.fn();
  const stream = { getTracks: () => [{ stop }] } as unknown as MediaStream;
  const getUserMedia = vi.fn(async (_constraints: MediaStreamConstraints) => stream);
  const { picture, close } = await openCameraPreview('b', { getUserMedia });
  await openCameraPreview('', { getUserMedia });
  expect(picture).toBe(stream);
  expect(getUserMedia.mock.calls).toEqual([
    [{ video: { deviceId: { exact: 'b' }, height: { ideal: 480 } } }],
    [{ video: { height: { ideal: 480 } } }],
  ]);
  expect(stop).not.toHaveBeenCalled();
  close();
  expect(stop).toHaveBeenCalledOnce();
});

it('fails as getUserMedia does', async () => {
  const refusal = new DOMException('Permission dismissed', 'NotAllowedError');
  await expect(openCameraPreview('', { getUserMedia: () => Promise.reject(refusal) })).rejects.toBe(refusal);
});
