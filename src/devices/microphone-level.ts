import { createMeter, meterIntervalMs } from './meter';
import { exactly } from './open-device';
import { createSilentContext } from './silent-context';
import { stopTracks } from './stream';

/** What a level needs from the browser. */
export interface MicrophoneLevelDeps {
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  /** @throws DOMException if there can be no more audio contexts */
  readonly measure: (stream: MediaStream) => { readonly read: () => number; readonly close: () => void };
}

const browserDeps: MicrophoneLevelDeps = {
  getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
  measure(stream) {
    const context = createSilentContext();
    const read = createMeter(context.createMediaStreamSource(stream));
    return { read, close: () => void context.close() };
  },
};

/**
 * Opens a microphone to show its level in a page, before a recording. The browser asks for permission if it must.
 * Nothing is recorded or played back.
 *
 * @param deviceId the `deviceId` of the microphone; empty: the default
 * @param onLevel called about 10 times a second with the peak, 0 to 1; it stays 0 if the microphone sends nothing
 * @returns closes the microphone; `onLevel` is not called any more
 * @throws DOMException what `getUserMedia` rejects with, or an error of the audio system; see `toDeviceFailure`
 */
export async function openMicrophoneLevel(
  deviceId: string,
  onLevel: (peak: number) => void,
  { getUserMedia, measure } = browserDeps,
): Promise<() => void> {
  const stream = await getUserMedia({ audio: deviceId === '' ? true : exactly(deviceId) });
  try {
    const meter = measure(stream);
    const timer = setInterval(() => onLevel(meter.read()), meterIntervalMs);
    return () => {
      clearInterval(timer);
      stopTracks(stream);
      meter.close();
    };
  } catch (error) {
    stopTracks(stream);
    throw error;
  }
}
