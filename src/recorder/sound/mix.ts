import type { Watch } from '../../domain/watch';
import { createLatenessWatch } from './lateness-watch';
import { createLimiter, lookAheadMs } from './limiter';
import type { MixInput } from './mix-input';
import { type RetimedSound, retime } from './retime';

/** The sum of several inputs. */
export interface Mix {
  /** For `MediaRecorder`. */
  readonly track: MediaStreamTrack;
  close(): void;
}

/** What keeps the mix in step with the video. */
export interface MixDeps {
  readonly retime: (...args: Parameters<typeof retime>) => Promise<RetimedSound | undefined>;
  readonly createLatenessWatch: (...args: Parameters<typeof createLatenessWatch>) => Watch;
}

/** The usual lateness of an input, in ms, until it is measured. */
const usualLatenessMs = 25;

/**
 * Mixes inputs into one track, with the timestamps of when they were heard. The lateness of the first input is measured
 * now and then, and subtracted.
 *
 * @param onBroken something failed unexpectedly: no more audio will come
 */
export async function openMix(
  context: AudioContext,
  inputs: readonly MixInput[],
  onBroken: (detail: string) => void,
  deps: MixDeps = { retime, createLatenessWatch },
): Promise<Mix> {
  const sum = addUp(
    context,
    inputs.map(({ output }) => output),
  );
  const retimed = await deps.retime(sum, usualLatenessMs + lookAheadMs, onBroken);
  const measured: number[] = [];
  const watches = inputs.map((input, index) =>
    deps.createLatenessWatch(context, input, (lateMs) => {
      measured[index] = lateMs;
      // An input that has been silent so far can't be measured.
      retimed?.setLateness((measured.find((each) => each !== undefined) ?? usualLatenessMs) + lookAheadMs);
    }),
  );
  for (const watch of watches) watch.start();
  return {
    track: retimed?.track ?? sum,
    close() {
      for (const watch of watches) watch.stop();
      retimed?.close();
    },
  };
}

/**
 * One track that never stops, whatever happens to the inputs: a destination without a source produces no samples,
 * and then the muxer waits for audio and writes nothing at all. So a constant 0 always feeds it.
 */
function addUp(context: AudioContext, sounds: readonly AudioNode[]): MediaStreamTrack {
  const limiter = createLimiter(context);
  const destination = new MediaStreamAudioDestinationNode(context);
  const silence = new ConstantSourceNode(context, { offset: 0 });
  silence.connect(destination);
  silence.start();
  for (const sound of sounds) sound.connect(limiter.input);
  limiter.output.connect(destination);
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('A destination without a track');
  return track;
}
