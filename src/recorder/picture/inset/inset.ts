import type { InsetLayout } from '../../../domain/inset-layout';
import { createVideoTrack, framesOf } from '../../sources/breakout-box';
import type { InsetOrder } from './inset-worker';

/** A screen's track with a camera in its corner. */
export interface Inset {
  /** The composite; ends when the screen's track ends. */
  readonly track: MediaStreamTrack;
  /** The camera to show from now on; `undefined`: none, and the screen's frames pass untouched. */
  show(camera: MediaStreamTrack | undefined): void;
  change(layout: InsetLayout): void;
  /** Gives fewer frames where the encoder is far behind, in ms. */
  ease(behindMs: number): void;
  /** Ends the composite, and leaves the tracks that it was made of as they are. */
  close(): void;
}

/** Where none is known. */
const defaultFrameRate = 30;

/** How many frames of the screen may wait for the worker: none is lost when it is late once. */
const waitingScreenFrames = 4;

/**
 * Composites in a worker of its own.
 *
 * @param onBroken the worker failed where nobody expected it: no frame will come any more
 */
export function createInset(
  screen: MediaStreamTrack,
  layout: InsetLayout,
  onBroken: (detail: string) => void,
): Inset {
  const worker = new Worker(new URL('./inset-worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => onBroken(message);
  const send = (order: InsetOrder, ...transfer: Transferable[]) => worker.postMessage(order, transfer);

  const track = createVideoTrack();
  const frames = framesOf(screen, waitingScreenFrames);
  const { frameRate = defaultFrameRate } = screen.getSettings();
  const intervalMs = 1000 / frameRate;
  send(
    { name: 'begin', screen: frames, composite: track.writable, intervalMs, layout },
    frames,
    track.writable,
  );

  return {
    track,
    show(camera) {
      if (camera === undefined) return send({ name: 'show', camera });
      const seen = framesOf(camera, 1);
      send({ name: 'show', camera: seen }, seen);
    },
    change: (next) => send({ name: 'change', layout: next }),
    ease: (behindMs) => send({ name: 'ease', behindMs }),
    close() {
      track.stop();
      worker.terminate();
    },
  };
}
