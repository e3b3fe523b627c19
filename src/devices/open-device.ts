import { type Device, FailureError, toDeviceFailure } from '../domain/failure';
import type { Container } from '../domain/format';
import type { CaptureOptions } from '../domain/options';
import { pictureBox } from '../domain/picture-box';
import { readDevicePermission } from './device-permission';
import { listDevices } from './list-devices';

/** What the microphone is opened with. */
export type MicrophoneOptions = Pick<
  CaptureOptions,
  'microphoneId' | 'echoCancellation' | 'noiseSuppression'
>;

/**
 * Opens the person's microphone, or the default one where none was chosen.
 *
 * @throws FailureError one of the codes `microphone-…`
 */
export function openMicrophone(options: MicrophoneOptions): Promise<MediaStream> {
  const { microphoneId, echoCancellation, noiseSuppression } = options;
  // The browser's own rise and fall of the gain is for a voice; who wants the sound as it is wants none of it.
  const autoGainControl = noiseSuppression;
  return open('microphone', {
    audio: { ...chosen(microphoneId), echoCancellation, noiseSuppression, autoGainControl },
  });
}

/** What the camera is opened with. */
export type CameraOptions = Pick<CaptureOptions, 'cameraId' | 'resolution' | 'frameRate'>;

/** What a camera is asked for where the person wants its own size: more costs many of them their frame rate. */
const usualLines = 1080;

/**
 * Opens the person's camera, or the default one where none was chosen. It is asked for lines alone, for with a width
 * too the browser cuts the picture to that aspect.
 *
 * @throws FailureError one of the codes `camera-…`
 */
export function openCamera(options: CameraOptions, container: Container): Promise<MediaStream> {
  const { cameraId, resolution, frameRate } = options;
  const { width, height } = pictureBox(resolution, container);
  return open('camera', {
    video: {
      ...chosen(cameraId),
      width: { max: width },
      height: { ideal: Math.min(height, usualLines), max: height },
      frameRate: { ideal: frameRate, max: frameRate },
    },
  });
}

/** What a camera in a corner is asked for, in lines: the inset is smaller on most screens, and each line costs. */
const insetLines = 480;

/**
 * Opens the camera for a corner of another picture.
 *
 * @throws FailureError one of the codes `camera-…`
 */
export function openInsetCamera({
  cameraId,
  frameRate,
}: Pick<CameraOptions, 'cameraId' | 'frameRate'>): Promise<MediaStream> {
  return open('camera', {
    video: {
      ...chosen(cameraId),
      height: { ideal: insetLines },
      frameRate: { ideal: frameRate, max: frameRate },
    },
  });
}

function chosen(deviceId: string): MediaTrackConstraints {
  return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}

async function open(device: Device, constraints: MediaStreamConstraints): Promise<MediaStream> {
  const permission = await readDevicePermission(device);
  // The offscreen document can't ask, and each try that ends without an answer brings a block nearer.
  if (permission === 'prompt') {
    const isPresent = (await listDevices())[device].length > 0;
    throw new FailureError(`${device}-${isPresent ? 'not-asked' : 'missing'}`, `The permission is "prompt"`);
  }
  return navigator.mediaDevices.getUserMedia(constraints).catch((error: unknown) => {
    const { code, detail } = toDeviceFailure(error, device, permission);
    throw new FailureError(code, detail);
  });
}
