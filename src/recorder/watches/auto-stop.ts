import type { CaptureOptions } from '../../domain/options';
import type { Limit } from '../../domain/session';

/** When the person wants a recording to stop by itself, and what tells that it is time. */
export interface AutoStopOptions {
  readonly options: Pick<CaptureOptions, 'stopAfterMs' | 'stopAtBytes' | 'stopOnSilence'>;
  /** Recorded time, in ms. */
  readonly elapsedMs: () => number;
  /** How loud the source has been since the last call, 0 to 1; `undefined` where it has no sound. */
  readonly sourcePeak: () => number | undefined;
  /** Called once. */
  readonly reached: (limit: Limit) => void;
}

/** Watches over the limits of a recording. */
export interface AutoStop {
  /** The clock runs. */
  run(): void;
  /** The clock stands. */
  rest(): void;
  /** So many bytes are on disk. */
  saved(bytes: number): void;
}

/** A source that has been heard has ended when it stays silent for so long, in ms. */
const silenceMs = 10_000;

/** What counts as silence, 0 to 1: -50 dB. */
const silentPeak = 0.003;

const listenEveryMs = 250;

/** Watches that rest at first. */
export function createAutoStop({ options, elapsedMs, sourcePeak, reached }: AutoStopOptions): AutoStop {
  const { stopAfterMs, stopAtBytes, stopOnSilence } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listening: ReturnType<typeof setInterval> | undefined;
  let heardMs: number | undefined;
  let isOver = false;

  const end = (limit: Limit) => {
    if (isOver) return;
    isOver = true;
    rest();
    reached(limit);
  };
  const listen = () => {
    const peak = sourcePeak() ?? 0;
    if (peak > silentPeak) heardMs = elapsedMs();
    else if (heardMs !== undefined && elapsedMs() - heardMs >= silenceMs)
      end({ what: 'silence', ms: silenceMs });
  };
  const rest = () => {
    clearTimeout(timer);
    clearInterval(listening);
  };
  return {
    run() {
      rest();
      if (isOver) return;
      if (stopAfterMs !== null) {
        timer = setTimeout(() => end({ what: 'time', ms: stopAfterMs }), stopAfterMs - elapsedMs());
      }
      if (!stopOnSilence) return;
      // What was heard before the recording, or in its pause, is not of it.
      sourcePeak();
      listening = setInterval(listen, listenEveryMs);
    },
    rest,
    saved(bytes) {
      if (stopAtBytes !== null && bytes >= stopAtBytes) end({ what: 'size', bytes: stopAtBytes });
    },
  };
}
