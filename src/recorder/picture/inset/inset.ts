import type { ColorMatrix } from '../../../domain/color';
import type { InsetLayout } from '../../../domain/inset-layout';
import { openCalls, type WorkerLike } from '../../../messaging/worker-calls';
import { createVideoTrack, framesOf } from '../../sources/breakout-box';
import type { SizedSource } from './fixed-size';
import type { InsetHandlers } from './inset-worker';

/** A screen's track with a camera in its corner. */
export interface Inset {
  /** The composite; ends when the screen's track ends. */
  readonly track: MediaStreamTrack;
  /** Shows this camera from now on; `undefined`: none, and the screen's frames pass untouched. */
  show(camera: MediaStreamTrack | undefined): void;
  change(layout: InsetLayout): void;
  /** Drops frames if the encoder is far behind, in ms. */
  ease(behindMs: number): void;
  /** The matrix by which the screen's colors were really made: the camera's are matched to it, and no label changes. */
  setMatrix(matrix: ColorMatrix): void;
  /** Converts the screen's colors to that matrix. Resolves once every frame from now on is converted. */
  convertTo(matrix: ColorMatrix): Promise<void>;
  /** Ends the composite, and leaves the tracks it was made of alone. */
  close(): void;
}

/** What an inset needs from the browser. */
export interface InsetDeps {
  readonly startWorker: () => WorkerLike;
  readonly framesOf: typeof framesOf;
  readonly createVideoTrack: typeof createVideoTrack;
}

const browserDeps: InsetDeps = {
  startWorker: () => new Worker(new URL('./inset-worker.ts', import.meta.url), { type: 'module' }),
  framesOf,
  createVideoTrack,
};

/** Frames per second, if the track does not say. */
const defaultFrameRate = 30;

/** How many frames of the screen may wait for the worker: none is lost if it is late once. */
const waitingScreenFrames = 4;

/**
 * Composites in a worker. The composite of a screen that has ended has ended too.
 *
 * @param sizedBy if all frames are to have one size: whose
 * @param onBroken called once if the worker failed: no more frames will come
 */
export function createInset(
  screen: MediaStreamTrack,
  layout: InsetLayout,
  sizedBy: SizedSource | undefined,
  onBroken: (detail: string) => void,
  deps: InsetDeps = browserDeps,
): Inset {
  const calls = openCalls<InsetHandlers>(deps.startWorker());
  let isOver = false;
  const fail = ({ message }: Error) => {
    if (isOver) return;
    isOver = true;
    onBroken(message);
  };
  calls.broken.catch(fail);

  const track = deps.createVideoTrack();
  // It ended while others were opened: Chromium refuses to read it.
  if (screen.readyState === 'ended') track.stop();
  else {
    const composite = track.writable;
    const frames = deps.framesOf(screen, waitingScreenFrames);
    const { frameRate = defaultFrameRate } = screen.getSettings();
    const start = { screen: frames, composite, intervalMs: 1000 / frameRate, layout, sizedBy };
    calls.call('start', [start], { transfer: [frames, composite] }).catch(fail);
  }

  return {
    track,
    show(camera) {
      const seen = camera && deps.framesOf(camera, 1);
      calls.call('show', [seen], { transfer: seen === undefined ? [] : [seen] }).catch(fail);
    },
    change: (next) => void calls.call('change', [next]).catch(fail),
    ease: (behindMs) => void calls.call('ease', [behindMs]).catch(fail),
    convertTo: (matrix) => calls.call('convertTo', [matrix]).catch(fail),
    setMatrix: (matrix) => void calls.call('setMatrix', [matrix]).catch(fail),
    close() {
      isOver = true;
      track.stop();
      calls.close();
    },
  };
}
