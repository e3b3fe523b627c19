import { nearestPicture, type StoryboardPicture } from '../domain/storyboard';
import { type PlayedFile, toFileMs } from './played-file';

/** How many pictures are kept: as many different places as a pointer finds on a timeline, more or less. */
const mostKept = 100;

/** The width of a picture, in px. */
const pictureWidth = 160;

/** Frames of a video at any moment of it. */
export interface PreviewFrames {
  /**
   * Shows the frame at a moment of the recording, in ms, once it is decoded, and the nearest picture of the storyboard until then.
   * If another is asked for meanwhile, only that one is.
   */
  show(atMs: number): void;
  /** The storyboard has other pictures now: one of them is shown if the frame isn't decoded yet. */
  refresh(): void;
  end(): void;
}

/**
 * Decodes frames of a video when they are asked for, in a video element of their own, which the browser does outside of
 * this thread. Until then, nothing is opened.
 *
 * @param durationMs of the recording, in ms
 * @param pictures of the storyboard, in order
 */
export function createPreviewFrames(
  file: PlayedFile,
  durationMs: () => number,
  pictures: () => readonly StoryboardPicture[],
  onFrame: (picture: ImageBitmap) => void,
): PreviewFrames {
  const kept = new Map<number, ImageBitmap>();
  let video: HTMLVideoElement | undefined;
  let wantedMs: number | undefined;
  let soughtMs = 0;
  let isBusy = false;
  /** How many frames the browser has presented. */
  let presented = 0;
  let isFirst = true;
  /** Whether the picture that was asked for last was kept from before. */
  let isKnown = false;

  const place = (ms: number) => Math.floor((ms * mostKept * 2) / Math.max(1, durationMs()));
  const open = () => {
    const opened = document.createElement('video');
    opened.muted = true;
    opened.preload = 'auto';
    opened.src = file.url;
    isBusy = true;
    opened.addEventListener('loadeddata', () => {
      isBusy = false;
      seek();
    });
    opened.addEventListener('seeked', () => void take(opened));
    opened.requestVideoFrameCallback(() => follow(opened));
    return opened;
  };
  /** On a busy machine, `seeked` comes before the frame: then the picture was the last one, and is taken again. */
  const follow = (from: HTMLVideoElement) => {
    if (video !== from) return;
    presented++;
    from.requestVideoFrameCallback(() => follow(from));
    // The one of the beginning was not asked for.
    if (isBusy || isFirst) return;
    isBusy = true;
    void take(from);
  };
  const seek = () => {
    if (isBusy || wantedMs === undefined || video === undefined) return;
    isBusy = true;
    soughtMs = wantedMs;
    video.currentTime = toFileMs(file, wantedMs) / 1000;
  };
  const take = async (from: HTMLVideoElement): Promise<void> => {
    const resize = { resizeWidth: pictureWidth, resizeQuality: 'medium' } as const;
    const before = presented;
    const picture = await createImageBitmap(from, resize).catch(() => undefined);
    if (video !== from) return picture?.close();
    if (presented !== before) {
      picture?.close();
      return take(from);
    }
    isBusy = false;
    isFirst = false;
    if (wantedMs === soughtMs) wantedMs = undefined;
    if (picture !== undefined) {
      keep(place(soughtMs), picture);
      // Of another place by now, a picture that stands for that one is nearer.
      const hasNear =
        wantedMs !== undefined && nearestPicture(pictures(), wantedMs, durationMs()) !== undefined;
      if (!isKnown && !hasNear) onFrame(picture);
    }
    seek();
  };
  /** Decoding a picture takes a moment too: another frame may be wanted by then, or the right one is shown. */
  const showNear = async (atMs: number) => {
    const near = nearestPicture(pictures(), atMs, durationMs());
    if (near === undefined) return;
    const picture = await createImageBitmap(near.picture).catch(() => undefined);
    if (picture !== undefined && wantedMs === atMs) onFrame(picture);
    picture?.close();
  };
  const keep = (at: number, picture: ImageBitmap) => {
    kept.get(at)?.close();
    kept.set(at, picture);
    const [oldest] = kept.keys();
    if (kept.size <= mostKept || oldest === undefined) return;
    kept.get(oldest)?.close();
    kept.delete(oldest);
  };
  return {
    show(atMs) {
      const known = kept.get(place(atMs));
      isKnown = known !== undefined;
      wantedMs = isKnown ? undefined : atMs;
      if (known !== undefined) return onFrame(known);
      video ??= open();
      seek();
      void showNear(atMs);
    },
    refresh() {
      if (wantedMs !== undefined) void showNear(wantedMs);
    },
    end() {
      video?.removeAttribute('src');
      video?.load();
      video = undefined;
      wantedMs = undefined;
      for (const picture of kept.values()) picture.close();
      kept.clear();
    },
  };
}
