import { createMeter, meterIntervalMs } from './meter';
import { createSilentContext } from './silent-context';

/** What a level needs from the browser. */
export interface MicrophoneLevelWorld {
  readonly open: (audio: MediaStreamConstraints['audio']) => Promise<MediaStream>;
  /** @throws DOMException where there can be no more audio contexts */
  readonly measure: (stream: MediaStream) => { readonly read: () => number; readonly close: () => void };
}

const browserWorld: MicrophoneLevelWorld = {
  open: (audio = true) => navigator.mediaDevices.getUserMedia({ audio }),
  measure(stream) {
    const context = createSilentContext();
    const read = createMeter(context.createMediaStreamSource(stream));
    return { read, close: () => void context.close() };
  },
};

/**
 * Opens a microphone to show how loud it is, without recording it: for a page, before the start. The page must be
 * one that may ask, or the permission given before. Nothing is played back.
 *
 * @param deviceId the `deviceId` of the microphone; empty: the default
 * @param onLevel called about 10 times a second with the peak, 0 to 1: once all that was heard is 0, the
 *   microphone gives nothing at all
 * @returns closes the microphone; `onLevel` is not called any more
 * @throws DOMException what `getUserMedia` rejects with, or an error of the sound system; `toDeviceFailure` reads it
 */
export async function openMicrophoneLevel(
  deviceId: string,
  onLevel: (peak: number) => void,
  world: MicrophoneLevelWorld = browserWorld,
): Promise<() => void> {
  const audio = deviceId === '' ? true : { deviceId: { exact: deviceId } };
  const stream = await world.open(audio);
  const letGo = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  try {
    const meter = world.measure(stream);
    const timer = setInterval(() => onLevel(meter.read()), meterIntervalMs);
    return () => {
      clearInterval(timer);
      letGo();
      meter.close();
    };
  } catch (error) {
    letGo();
    throw error;
  }
}
