import { blocksOf, createAudioTrack } from '../sources/breakout-box';
import type { RetimeOrder } from './retime-worker';

/** A sound whose blocks are given the times at which they were heard. */
export interface RetimedSound {
  /** Ends when the sound that it is made of ends. */
  readonly track: MediaStreamTrack;
  /** How much later than they were heard the blocks come, in ms. */
  setLateness(lateMs: number): void;
  /** Ends the track, and leaves the one that it was made of as it is. */
  close(): void;
}

/** How long the worker may take to start, in ms. */
const patienceMs = 2000;

/** How many blocks of 10 ms may wait for the worker: 5 s. */
const waitingBlocks = 500;

/**
 * What goes through an `AudioContext` is stamped with the time at which it comes out; by then, it is late against the
 * picture. This sets the times back by as much, in a worker of its own. Nothing is read before the worker runs: what
 * waited for it would come after the recorder has begun, with times from before.
 *
 * @returns nothing where the worker does not start
 * @param onBroken the worker failed where nobody expected it: no sound will come any more
 */
export async function retime(
  sound: MediaStreamTrack,
  lateMs: number,
  onBroken: (detail: string) => void,
): Promise<RetimedSound | undefined> {
  const worker = new Worker(new URL('./retime-worker.ts', import.meta.url), { type: 'module' });
  const runs = await new Promise<boolean>((resolve) => {
    worker.onmessage = () => resolve(true);
    worker.onerror = () => resolve(false);
    setTimeout(resolve, patienceMs, false);
  });
  if (!runs) {
    worker.terminate();
    return undefined;
  }
  worker.onerror = ({ message }) => onBroken(message);
  const send = (order: RetimeOrder, ...transfer: Transferable[]) => worker.postMessage(order, transfer);

  const track = createAudioTrack();
  const blocks = blocksOf(sound, waitingBlocks);
  send({ name: 'begin', blocks, retimed: track.writable, lateMs }, blocks, track.writable);
  return {
    track,
    setLateness: (next) => send({ name: 'change', lateMs: next }),
    close() {
      track.stop();
      worker.terminate();
    },
  };
}
