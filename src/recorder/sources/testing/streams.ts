/*
 * Streams of a track for tests. A chunk is a string in place of a frame or a block: it crosses a message channel as they
 * cross to a worker.
 */

/** A stream of these chunks that stays open, as that of a live track, and what was read from it. */
export function liveStream<Chunk>(...chunks: string[]): {
  readonly stream: ReadableStream<Chunk>;
  readonly isCancelled: () => boolean;
} {
  let isCancelled = false;
  const stream = new ReadableStream<string>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
    },
    cancel() {
      isCancelled = true;
    },
  });
  return { stream: stream as unknown as ReadableStream<Chunk>, isCancelled: () => isCancelled };
}

/** A track that is fed through its stream, as one of `MediaStreamTrackGenerator`, and what was written to it. */
export function generatedTrack<Chunk>() {
  const written: string[] = [];
  const writable = new WritableStream<string>({ write: (chunk) => void written.push(chunk) });
  let isStopped = false;
  const fake: Partial<MediaStreamTrack> = {
    stop() {
      isStopped = true;
    },
  };
  const track = Object.assign(fake as MediaStreamTrack, {
    writable: writable as unknown as WritableStream<Chunk>,
  });
  return { track, written, isStopped: () => isStopped };
}

/** Passes every chunk on, marked, in place of a worker's own work. */
export async function passOn(
  from: ReadableStream<unknown>,
  to: WritableStream<unknown>,
  mark: string,
): Promise<void> {
  await from
    .pipeThrough(
      new TransformStream<unknown, unknown>({
        transform: (chunk, controller) => controller.enqueue(`${mark} ${chunk}`),
      }),
    )
    .pipeTo(to);
}
