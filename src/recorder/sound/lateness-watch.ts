import type { Watch } from '../../domain/watch';
import { createLatenessJudge, latenessOf, neededMs } from './lateness';
import type { MixInput } from './mix-input';
import { sample } from './sample';

/** The interval of the measurements, in ms; after a reconnection, the next one comes sooner. */
const intervalMs = 5000;
const soonMs = 1000;

/**
 * Measures how late an input of the mix is, and reconnects it if it is too late: once audio arrives with a delay, the
 * browser keeps up to 100 ms of it queued, and the input stays late.
 *
 * @param onMeasured called with the lateness, in ms, if it needs no reconnection
 */
export function createLatenessWatch(
  context: AudioContext,
  input: MixInput,
  onMeasured: (lateMs: number) => void,
): Watch {
  const tap = new MediaStreamAudioDestinationNode(context);
  input.entry.connect(tap);
  const [mixTrack] = tap.stream.getAudioTracks();
  let judge = createLatenessJudge();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** @returns when to measure again, in ms */
  const measure = async (): Promise<number> => {
    const [sourceTrack] = input.stream?.getAudioTracks() ?? [];
    if (sourceTrack === undefined || mixTrack === undefined) return intervalMs;
    const [source, mix] = await Promise.all([sample(sourceTrack, neededMs), sample(mixTrack, neededMs)]);
    const lateMs = source && mix && latenessOf(source, mix);
    if (lateMs === undefined) return intervalMs;
    if (judge(lateMs) === 'fine') {
      onMeasured(lateMs);
      return intervalMs;
    }
    input.renew();
    return soonMs;
  };

  const measureIn = (ms: number) => {
    const begun = setTimeout(async () => {
      // A track that ends meanwhile is handled elsewhere.
      const waitMs = await measure().catch(() => intervalMs);
      if (timer === begun) measureIn(waitMs);
    }, ms);
    timer = begun;
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    start() {
      stop();
      judge = createLatenessJudge();
      measureIn(soonMs);
    },
    stop,
  };
}
