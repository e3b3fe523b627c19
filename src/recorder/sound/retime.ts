import { openCalls, type WorkerLike } from '../../messaging/worker-calls';
import { blocksOf, createAudioTrack } from '../sources/breakout-box';
import type { RetimeHandlers } from './retime-worker';

/** An audio track whose blocks have the timestamps of when they were heard. */
export interface RetimedSound {
  /** Stopped when the track it is made of ends. */
  readonly track: MediaStreamTrack;
  /** Sets how much later than they were heard the blocks arrive, in ms. */
  setLateness(lateMs: number): void;
  /** Ends the track, and leaves the one it was made of alone. */
  close(): void;
}

/** What retiming needs from the browser. */
export interface RetimeDeps {
  readonly startWorker: () => WorkerLike;
  readonly blocksOf: typeof blocksOf;
  readonly createAudioTrack: typeof createAudioTrack;
}

const browserDeps: RetimeDeps = {
  startWorker: () => new Worker(new URL('./retime-worker.ts', import.meta.url), { type: 'module' }),
  blocksOf,
  createAudioTrack,
};

/** How long the worker may take to start, in ms. */
const patienceMs = 2000;

/** How many blocks of 10 ms may wait for the worker: 5 s. */
const waitingBlocks = 500;

/**
 * Audio from an `AudioContext` has the timestamps of its output, when it is already late against the video.
 * This sets them back by as much, in a worker. Nothing is read before the worker runs: blocks that waited for
 * it would arrive after the recorder has started, with timestamps from before.
 *
 * If the browser ends a track, Chromium's muxer isn't notified, waits for its audio, and writes nothing at all. If `stop()`
 * ends it, the muxer goes on with the video. So the track it is made of ends this one through `stop()`.
 *
 * @param onBroken called once if the worker failed: no more audio will come
 * @returns nothing if the worker does not start
 */
export async function retime(
  sound: MediaStreamTrack,
  lateMs: number,
  onBroken: (detail: string) => void,
  deps: RetimeDeps = browserDeps,
): Promise<RetimedSound | undefined> {
  const calls = openCalls<RetimeHandlers>(deps.startWorker());
  try {
    await calls.call('ready', [], { patienceMs });
  } catch {
    calls.close();
    return undefined;
  }
  let isOver = false;
  const fail = ({ message }: Error) => {
    if (isOver) return;
    isOver = true;
    onBroken(message);
  };
  calls.broken.catch(fail);

  const track = deps.createAudioTrack();
  const end = () => track.stop();
  sound.addEventListener('ended', end);
  const retimed = track.writable;
  // Chromium refuses to read a track that has ended.
  if (sound.readyState === 'ended') end();
  else {
    const blocks = deps.blocksOf(sound, waitingBlocks);
    calls.call('start', [{ blocks, retimed, lateMs }], { transfer: [blocks, retimed] }).catch(fail);
  }
  return {
    track,
    setLateness: (next) => void calls.call('setLateness', [next]).catch(fail),
    close() {
      isOver = true;
      sound.removeEventListener('ended', end);
      end();
      calls.close();
    },
  };
}
