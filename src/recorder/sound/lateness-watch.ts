import { createLatenessJudge, latenessOf, neededMs } from './lateness';
import type { MixInput } from './mix-input';
import { hear } from './sample';

/** Between two looks, in ms; after an input was taken anew, the next one comes sooner. */
const everyMs = 5000;
const soonMs = 1000;

/**
 * Watches how late an input of the mix is, and takes it anew where it is too late: when a sound comes in with a delay
 * once, the browser keeps what piled up, up to 100 ms of it, and is late ever after.
 *
 * @param onFound is told how late it is, in ms, when there is nothing to do about it
 * @returns ends it
 */
export function watchLateness(
  context: AudioContext,
  input: MixInput,
  onFound: (lateMs: number) => void,
): () => void {
  const tap = new MediaStreamAudioDestinationNode(context);
  input.entry.connect(tap);
  const [mixed] = tap.stream.getAudioTracks();
  const judge = createLatenessJudge();

  const look = async (): Promise<number> => {
    const [source] = input.stream?.getAudioTracks() ?? [];
    if (source === undefined || mixed === undefined) return everyMs;
    const [given, taken] = await Promise.all([hear(source, neededMs), hear(mixed, neededMs)]);
    const lateMs = given && taken && latenessOf(given, taken);
    if (lateMs === undefined) return everyMs;
    if (judge(lateMs) === 'fine') {
      onFound(lateMs);
      return everyMs;
    }
    input.renew();
    return soonMs;
  };

  let isOver = false;
  let timer = setTimeout(next, soonMs);
  async function next() {
    // A track that ends meanwhile is heard of elsewhere.
    const waitMs = await look().catch(() => everyMs);
    if (!isOver) timer = setTimeout(next, waitMs);
  }
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
