import type { ColourMatrix } from '../../domain/colour';
import { type Later, later, type Watch } from '../../domain/watch';
import { framesOf } from '../sources/breakout-box';
import { matrixEvidence } from './colour-evidence';
import { createFrameMemory } from './inset/frame-memory';

/** What the watch needs from the browser. */
export interface ColourWatchDeps {
  readonly framesOf: typeof framesOf;
  readonly later: Later;
}

/** After the first look, in ms: twice as long each time, up to the longest. */
const intervals = { first: 250, longest: 30_000 } as const;

/**
 * Finds out by which matrix the colors of a video were really made. Chromium hands out a tab, or a window of its own, that
 * it composites without a GPU as BT.601, labelled as BT.709. It looks at a frame now and then, until one is proof; a video that is not labelled
 * BT.709 is labelled rightly, and looked at once.
 *
 * @param assumed what was found last time: true until there is proof
 * @param found called with the matrix, and again if there is proof that it is another
 */
export function createColourWatch(
  track: MediaStreamTrack,
  assumed: ColourMatrix | undefined,
  found: (matrix: ColourMatrix) => void,
  deps: ColourWatchDeps = { framesOf, later },
): Watch {
  let known: ColourMatrix | undefined;
  let isStopped = false;
  let cancel: () => void = () => undefined;

  const settle = (matrix: ColourMatrix | undefined) => {
    if (matrix === undefined || matrix === known || isStopped) return;
    known = matrix;
    found(matrix);
  };
  const look = async (interval: number) => {
    const verdict = await judge(track, deps).catch(() => 'unclear' as const);
    if (isStopped || verdict === 'other') return;
    settle(verdict === 'unclear' ? (known ?? assumed) : verdict);
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

/** `other`: it is not labelled BT.709; `unclear`: nothing in it is proof. */
type Verdict = ColourMatrix | 'other' | 'unclear';

async function judge(
  track: MediaStreamTrack,
  { framesOf }: Pick<ColourWatchDeps, 'framesOf'>,
): Promise<Verdict> {
  if (track.readyState !== 'live') return 'other';
  const memory = createFrameMemory();
  // A new reader gets the current frame at once.
  const reader = framesOf(track, 1).getReader();
  const { value: frame } = await reader.read();
  void reader.cancel();
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
  return matrixEvidence(picture) ?? 'unclear';
}
