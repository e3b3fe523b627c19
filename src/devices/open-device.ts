import { type Device, FailureError, toDeviceFailure } from '../domain/failure';
import type { Container } from '../domain/format';
import type { CaptureOptions } from '../domain/options';
import { pictureBox } from '../domain/picture-box';
import { readDevicePermission } from './device-permission';
import { listDevices } from './list-devices';

/** What opening a device needs from the browser. */
export interface OpenDeviceDeps {
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  readonly readPermission: typeof readDevicePermission;
  readonly listDevices: typeof listDevices;
}

const browserDeps: OpenDeviceDeps = {
  getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
  readPermission: readDevicePermission,
  listDevices,
};

/** The options that a microphone is opened with. */
export type MicrophoneOptions = Pick<
  CaptureOptions,
  'microphoneId' | 'echoCancellation' | 'noiseSuppression'
>;

/**
 * Opens the chosen microphone, or the default one.
 *
 * @throws FailureError one of the codes `microphone-…`
 */
export function openMicrophone(options: MicrophoneOptions, deps = browserDeps): Promise<MediaStream> {
  const { microphoneId, echoCancellation, noiseSuppression } = options;
  // The browser's gain control is made for speech; with unprocessed audio it has no place.
  const autoGainControl = noiseSuppression;
  const audio = { ...exactly(microphoneId), echoCancellation, noiseSuppression, autoGainControl };
  return open('microphone', { audio }, deps);
}

/** The options that a camera is opened with. */
export type CameraOptions = Pick<CaptureOptions, 'cameraId' | 'resolution' | 'frameRate'>;

/** The height requested at the camera's own resolution, in px: a higher one costs many cameras their frame rate. */
const usualHeight = 1080;

/**
 * Opens the chosen camera, or the default one, to record it. The ideal size is a height alone: with a width too, the
 * browser crops the video to that aspect ratio.
 *
 * @throws FailureError one of the codes `camera-…`
 */
export function openCamera(
  options: CameraOptions,
  container: Container,
  deps = browserDeps,
): Promise<MediaStream> {
  const { cameraId, resolution, frameRate } = options;
  const { width, height } = pictureBox(resolution, container);
  const video = {
    ...exactly(cameraId),
    width: { max: width },
    height: { ideal: Math.min(height, usualHeight), max: height },
    frameRate: { ideal: frameRate, max: frameRate },
  };
  return open('camera', { video }, deps);
}

/** The height requested for an inset, in px: it is drawn smaller on most screens, and each line costs time. */
const insetHeight = 480;

/**
 * Opens the chosen camera, or the default one, for an inset in another video.
 *
 * @throws FailureError one of the codes `camera-…`
 */
export function openInsetCamera(
  { cameraId, frameRate }: Pick<CameraOptions, 'cameraId' | 'frameRate'>,
  deps = browserDeps,
): Promise<MediaStream> {
  const video = {
    ...exactly(cameraId),
    height: { ideal: insetHeight },
    frameRate: { ideal: frameRate, max: frameRate },
  };
  return open('camera', { video }, deps);
}

/** The constraint for one device; none for the default, whose id is empty. */
export function exactly(deviceId: string): MediaTrackConstraints {
  return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}

async function open(
  device: Device,
  constraints: MediaStreamConstraints,
  { getUserMedia, readPermission, listDevices }: OpenDeviceDeps,
): Promise<MediaStream> {
  const permission = await readPermission(device);
  // The recorder's page can't show the prompt, and each attempt without an answer brings a block by the browser closer.
  if (permission === 'prompt') {
    const isPresent = (await listDevices())[device].length > 0;
    throw new FailureError(`${device}-${isPresent ? 'not-asked' : 'missing'}`, `The permission is "prompt"`);
  }
  return getUserMedia(constraints).catch((error: unknown) => {
    const { code, detail } = toDeviceFailure(error, device, permission);
    throw new FailureError(code, detail);
  });
}
