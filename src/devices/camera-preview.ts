import { exactly } from './open-device';
import { stopTracks } from './stream';

/** An open camera, to show its picture in a page. */
export interface CameraPreview {
  readonly picture: MediaStream;
  /** Closes the camera. */
  close(): void;
}

/** The height requested for a preview, in px. */
const previewHeight = 480;

/**
 * Opens a camera to show its picture in a page. The browser asks for permission if it must.
 *
 * @param deviceId the `deviceId` of the camera; empty: the default
 * @throws DOMException what `getUserMedia` rejects with; see `toDeviceFailure`
 */
export async function openCameraPreview(deviceId: string): Promise<CameraPreview> {
  const video = { ...exactly(deviceId), height: { ideal: previewHeight } };
  const picture = await navigator.mediaDevices.getUserMedia({ video });
  return { picture, close: () => stopTracks(picture) };
}
