import { watchLateness } from './lateness-watch';
import { createLimiter, lookAheadMs } from './limiter';
import type { MixInput } from './mix-input';
import { retime } from './retime';

/** Sounds added up. */
export interface Mix {
  /** For `MediaRecorder`. */
  readonly track: MediaStreamTrack;
  close(): void;
}

/** How late an input is as a rule, in ms: what is taken off before it was measured. */
const usualLatenessMs = 25;

/**
 * Adds sounds up to one track, at the times at which they were heard. How late the first one comes through the
 * context is measured now and then, and taken off.
 *
 * @param onBroken something failed where nobody expected it: no sound will come any more
 */
export async function openMix(
  context: AudioContext,
  inputs: readonly MixInput[],
  onBroken: (detail: string) => void,
): Promise<Mix> {
  const sum = addUp(
    context,
    inputs.map(({ output }) => output),
  );
  const retimed = await retime(sum, usualLatenessMs + lookAheadMs, onBroken);
  const found: number[] = [];
  const unwatch = inputs.map((input, index) =>
    watchLateness(context, input, (lateMs) => {
      found[index] = lateMs;
      // One that was silent so far has no time to set.
      retimed?.setLateness((found.find((each) => each !== undefined) ?? usualLatenessMs) + lookAheadMs);
    }),
  );
  return {
    track: retimed?.track ?? sum,
    close() {
      for (const end of unwatch) end();
      retimed?.close();
    },
  };
}

/**
 * One track that keeps coming whatever becomes of the sounds: a destination that nothing feeds gives no samples, and
 * then the muxer waits for sound and writes nothing at all. So a constant 0 always feeds it.
 */
function addUp(context: AudioContext, sounds: readonly AudioNode[]): MediaStreamTrack {
  const limiter = createLimiter(context);
  const destination = new MediaStreamAudioDestinationNode(context);
  const nothing = new ConstantSourceNode(context, { offset: 0 });
  nothing.connect(destination);
  nothing.start();
  for (const sound of sounds) sound.connect(limiter.input);
  limiter.output.connect(destination);
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('A destination without a track');
  return track;
}
