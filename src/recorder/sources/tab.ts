import { frameRateRange } from '../../domain/format';
import { followLimit, type Size } from '../../domain/picture-box';

/** `getUserMedia` constraints of `tabCapture`, which are Chromium's own. */
interface TabConstraints {
  readonly mandatory: Readonly<Record<string, string | number>>;
}

/** The limits of a tab's picture, in px. */
export interface TabSize {
  readonly min: Size;
  readonly max: Size;
}

/** One size from the first frame to the last, and no other; a tab of another size or aspect is fitted into it. */
export function fixedSize(size: Size): TabSize {
  return { min: size, max: size };
}

/**
 * The size that the tab has, whenever it changes, scaled down into the box. `min` and `max` of different aspect ratios
 * keep the tab's own and leave out the black bars.
 *
 * @param page the tab's size now, in px, if it is known. With GPU compositing, Chromium renders a page at up to twice its
 *   size to fill a larger box; so the tab's picture never gets larger than this.
 */
export function followedSize(box: Size, page?: Size): TabSize {
  const max = page === undefined ? box : followLimit(page, box);
  return { min: { width: 16, height: max.width === max.height ? 18 : 16 }, max };
}

/** The constraints for a tab. The minimum frame rate keeps frames of a still page coming. */
export function tabConstraints(
  streamId: string,
  { min, max }: TabSize,
  frameRate: number,
): MediaStreamConstraints {
  const source = { chromeMediaSource: 'tab', chromeMediaSourceId: streamId };
  const video: TabConstraints = {
    mandatory: {
      ...source,
      minWidth: min.width,
      minHeight: min.height,
      maxWidth: max.width,
      maxHeight: max.height,
      minFrameRate: frameRateRange.min,
      maxFrameRate: frameRate,
    },
  };
  const audio: TabConstraints = { mandatory: source };
  return { audio, video } as unknown as MediaStreamConstraints;
}
