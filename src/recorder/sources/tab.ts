import { frameRateRange } from '../../domain/format';
import type { Size } from '../../domain/picture-box';

/** `getUserMedia` constraints of `tabCapture`, which are Chromium's own. */
interface TabConstraints {
  readonly mandatory: Readonly<Record<string, string | number>>;
}

/**
 * The constraints for a tab at its own physical pixels, or scaled down into the box. `min` and `max` of different
 * aspect ratios keep the tab's own and leave out the black bars; the minimum frame rate keeps frames of a still page
 * coming.
 *
 * @param box the largest size, in px
 */
export function tabConstraints(
  streamId: string,
  { width, height }: Size,
  frameRate: number,
): MediaStreamConstraints {
  const source = { chromeMediaSource: 'tab', chromeMediaSourceId: streamId };
  const video: TabConstraints = {
    mandatory: {
      ...source,
      minWidth: 16,
      minHeight: 16,
      maxWidth: width,
      maxHeight: height,
      minFrameRate: frameRateRange.min,
      maxFrameRate: frameRate,
    },
  };
  const audio: TabConstraints = { mandatory: source };
  return { audio, video } as unknown as MediaStreamConstraints;
}
