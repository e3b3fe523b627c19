import type { Preview } from './device-row';

/** Opens a camera for the preview. @throws DOMException as `getUserMedia` does */
export async function openCamera(deviceId: string): Promise<Preview> {
  const device = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  const picture = await navigator.mediaDevices.getUserMedia({ video: { ...device, height: { ideal: 480 } } });
  return {
    picture,
    close() {
      for (const track of picture.getTracks()) track.stop();
    },
  };
}
