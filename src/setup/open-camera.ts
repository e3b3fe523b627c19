import type { Preview } from './device-row';

/** Opens a camera to look at it. @throws DOMException what `getUserMedia` rejects with */
export async function openCamera(deviceId: string): Promise<Preview> {
  const which = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  const picture = await navigator.mediaDevices.getUserMedia({ video: { ...which, height: { ideal: 480 } } });
  return {
    picture,
    close() {
      for (const track of picture.getTracks()) track.stop();
    },
  };
}
