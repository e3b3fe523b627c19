import type { ColorMatrix, SeenColor } from '../../domain/color';
import { type Later, later, type Watch } from '../../domain/watch';
import { framesOf as framesOfTrack } from '../sources/breakout-box';
import { matrixEvidence, matrixOfSeen } from './inset/color-evidence';
import { createFrameMemory } from './inset/frame-memory';

/** What the watch needs from the browser. */
export interface ColorWatchDeps {
  readonly framesOf: typeof framesOfTrack;
  readonly later: Later;
}

/** What is known of the colors of a video before it is looked at. */
export interface KnownColors {
  /** The matrix that was found last time: true until there is proof. */
  readonly assumed?: ColorMatrix | undefined;
  /** Colors that its page had just before. */
  readonly seen?: readonly SeenColor[] | undefined;
}

/** After the first look, in ms: twice as long each time, up to the longest. */
const intervals = { first: 250, longest: 30_000 } as const;

/**
 * Finds out by which matrix the colors of a video were really made. Chromium hands out a tab, or a window of its own, that
 * it composites without a GPU as BT.601, labelled as BT.709. It looks at a frame now and then, until one is proof; a video that is not labelled
 * BT.709 is labelled rightly, and looked at once.
 *
 * @param found called with the matrix, and again if there is proof that it is another
 */
export function createColorWatch(
  track: MediaStreamTrack,
  before: KnownColors,
  found: (matrix: ColorMatrix) => void,
  deps: ColorWatchDeps = { framesOf: framesOfTrack, later },
): Watch {
  let known: ColorMatrix | undefined;
  let isStopped = false;
  let cancel: () => void = () => undefined;

  const settle = (matrix: ColorMatrix | undefined) => {
    if (matrix === undefined || matrix === known || isStopped) return;
    known = matrix;
    found(matrix);
  };
  const look = async (interval: number) => {
    const verdict = await judge(track, before.seen ?? [], deps).catch(() => 'unclear' as const);
    if (isStopped || verdict === 'other') return;
    settle(verdict === 'unclear' ? (known ?? before.assumed) : verdict);
    if (verdict !== 'unclear') return;
    cancel = deps.later(interval, () => void look(Math.min(2 * interval, intervals.longest)));
  };

  return {
    start: () => void look(intervals.first),
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

/**
 * Finds out whether a camera states by which matrix its colors were made. If it doesn't, they are taken for BT.601, as
 * cameras make them: without a GPU Chromium's player does so by itself, with one it takes BT.709. It looks once. Full
 * range is left alone: the label that the file would get is for limited range.
 *
 * @param found called if the camera states nothing
 */
export function createCameraColorWatch(
  track: MediaStreamTrack,
  found: (matrix: ColorMatrix) => void,
  { framesOf }: Pick<ColorWatchDeps, 'framesOf'> = { framesOf: framesOfTrack },
): Watch {
  let isStopped = false;
  const look = async () => {
    const frame = await currentFrame(track, framesOf);
    const { matrix, fullRange } = frame?.colorSpace ?? {};
    frame?.close();
    if (frame !== undefined && matrix === null && fullRange !== true && !isStopped) found('bt601');
  };
  return {
    // If it can't be looked at, it is left as it is.
    start: () => void look().catch(() => undefined),
    stop() {
      isStopped = true;
    },
  };
}

/** `other`: it is not labelled BT.709; `unclear`: nothing in it is proof. */
type Verdict = ColorMatrix | 'other' | 'unclear';

async function judge(
  track: MediaStreamTrack,
  seen: readonly SeenColor[],
  { framesOf }: Pick<ColorWatchDeps, 'framesOf'>,
): Promise<Verdict> {
  const memory = createFrameMemory();
  const frame = await currentFrame(track, framesOf);
  if (frame === undefined) return 'other';
  try {
    const { matrix, fullRange } = frame.colorSpace;
    if (matrix !== 'bt709' || fullRange === true) return 'other';
    await memory.read(frame);
  } finally {
    frame.close();
  }
  const picture = memory.pixels?.picture;
  if (picture?.family !== 'yuv') return 'other';
  return matrixEvidence(picture) ?? matrixOfSeen(picture, seen) ?? 'unclear';
}

/** The next frame of a track: of a tab, the current one, at once. `undefined` if the track ends first. */
async function currentFrame(
  track: MediaStreamTrack,
  framesOf: ColorWatchDeps['framesOf'],
): Promise<VideoFrame | undefined> {
  if (track.readyState !== 'live') return undefined;
  const reader = framesOf(track, 1).getReader();
  const { value } = await reader.read();
  void reader.cancel();
  return value;
}
