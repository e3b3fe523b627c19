import { exactly, type OpenDeviceDeps } from './open-device';
import { stopTracks } from './stream';

/** An open camera, to show its preview in a page. */
export interface CameraPreview {
  readonly picture: MediaStream;
  /** Closes the camera. */
  close(): void;
}

const browserDeps: Pick<OpenDeviceDeps, 'getUserMedia'> = {
  getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
};

/** The height requested for a preview, in px. */
const previewHeight = 480;

/**
 * Opens a camera to show its preview in a page. The browser asks for permission if it must.
 *
 * @param deviceId the `deviceId` of the camera; empty: the default
 * @throws DOMException what `getUserMedia` rejects with; see `toDeviceFailure`
 */
export async function openCameraPreview(
  deviceId: string,
  { getUserMedia } = browserDeps,
): Promise<CameraPreview> {
  const picture = await getUserMedia({ video: { ...exactly(deviceId), height: { ideal: previewHeight } } });
  return { picture, close: () => stopTracks(picture) };
}
