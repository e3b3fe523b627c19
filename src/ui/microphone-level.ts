import { createMeter, meterIntervalMs } from '../platform/meter';
import { createSilentContext } from '../platform/silent-context';

/**
 * Opens a microphone to show how loud it is, without recording it: for a page, before the start. The page must be
 * one that may ask, or the permission given before. Nothing is played back.
 *
 * @param deviceId the `deviceId` of the microphone; empty: the default
 * @param onLevel called about 10 times a second with the peak, 0 to 1: once all that was heard is 0, the
 *   microphone gives nothing at all
 * @returns closes the microphone; `onLevel` is not called any more
 * @throws DOMException what `getUserMedia` rejects with; `toDeviceFailure` reads it
 */
export async function openMicrophoneLevel(
  deviceId: string,
  onLevel: (peak: number) => void,
): Promise<() => void> {
  const audio = deviceId === '' ? true : { deviceId: { exact: deviceId } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const context = createSilentContext();
  const readPeak = createMeter(context.createMediaStreamSource(stream));
  const timer = setInterval(() => onLevel(readPeak()), meterIntervalMs);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
}
