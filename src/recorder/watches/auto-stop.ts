import type { CaptureOptions } from '../../domain/options';
import type { Limit } from '../../domain/session';
import type { Watch } from '../../domain/watch';

/** What auto-stop needs from outside. */
export interface AutoStopDeps {
  /** The limits that the user set. */
  readonly options: Pick<CaptureOptions, 'stopAfterMs' | 'stopAtBytes' | 'stopOnSilence'>;
  /** Recorded time, in ms. */
  readonly elapsedMs: () => number;
  /** The source's peak since the last call, 0 to 1; `undefined` if it has no audio. */
  readonly sourcePeak: () => number | undefined;
  /** Called once. */
  readonly reached: (limit: Limit) => void;
}

/** Notices when a recording reaches a limit of the user's: a time, a size, or silence. */
export interface AutoStop extends Watch {
  /** So many bytes of the recording are on disk. */
  saved(bytes: number): void;
}

/** A source that had audio counts as silent once it has been silent for this long, in ms. */
const silenceMs = 10_000;

/** Up to this peak, 0 to 1, the audio counts as silence: -50 dB. */
const silentPeak = 0.003;

/** How often to sample the source's peak, in ms. */
const sampleEveryMs = 250;

/** The watch for the user's limits. */
export function createAutoStop({ options, elapsedMs, sourcePeak, reached }: AutoStopDeps): AutoStop {
  const { stopAfterMs, stopAtBytes, stopOnSilence } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sampling: ReturnType<typeof setInterval> | undefined;
  let lastSoundMs: number | undefined;
  let isOver = false;

  const end = (limit: Limit) => {
    if (isOver) return;
    isOver = true;
    stop();
    reached(limit);
  };
  const awaitTime = (limitMs: number) => {
    // Timers and the stopwatch run by different clocks: a timer may fire a fraction of a ms early.
    const check = () => (elapsedMs() < limitMs ? awaitTime(limitMs) : end({ what: 'time', ms: limitMs }));
    timer = setTimeout(check, Math.ceil(limitMs - elapsedMs()));
  };
  const sample = () => {
    const peak = sourcePeak() ?? 0;
    if (peak > silentPeak) lastSoundMs = elapsedMs();
    else if (lastSoundMs !== undefined && elapsedMs() - lastSoundMs >= silenceMs)
      end({ what: 'silence', ms: silenceMs });
  };
  const stop = () => {
    clearTimeout(timer);
    clearInterval(sampling);
  };
  return {
    start() {
      stop();
      if (isOver) return;
      if (stopAfterMs !== null) awaitTime(stopAfterMs);
      if (!stopOnSilence) return;
      // Audio from before the recording, or from a pause, is not part of it.
      sourcePeak();
      sampling = setInterval(sample, sampleEveryMs);
    },
    stop,
    saved(bytes) {
      if (stopAtBytes !== null && bytes >= stopAtBytes) end({ what: 'size', bytes: stopAtBytes });
    },
  };
}
