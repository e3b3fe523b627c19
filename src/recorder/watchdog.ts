/** Asks for data that should have come by itself, and knows when even that was in vain. */
export interface Watchdog {
  /** It asked, and no data came. */
  readonly unanswered: boolean;
  /** Data came, or recording went on after a pause: the wait begins anew. */
  reset(): void;
  /** Nothing is due until the next {@link reset}. */
  rest(): void;
}

/** What the watchdog needs from outside. */
export interface WatchdogOptions {
  /** Whether data is due at all; without a timeslice none is. */
  readonly isDue: boolean;
  /** Called after 10 s without data, and again every 10 s: the recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Called when `unanswered` has changed. */
  readonly onChange: () => void;
}

/** How long without data is too long although the source is live, in ms. */
const silenceMs = 10_000;

/** How long the answer to `requestData()` may take, in ms. */
const answerMs = 1000;

/** A watchdog that rests at first. */
export function createWatchdog({ isDue, requestData, onChange }: WatchdogOptions): Watchdog {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unanswered = false;

  const change = (next: boolean) => {
    if (unanswered === next) return;
    unanswered = next;
    onChange();
  };
  const ask = () => {
    timer = setTimeout(() => {
      change(true);
      timer = setTimeout(ask, silenceMs - answerMs);
    }, answerMs);
    requestData();
  };
  const rest = () => {
    clearTimeout(timer);
    change(false);
  };
  return {
    get unanswered() {
      return unanswered;
    },
    reset() {
      rest();
      if (isDue) timer = setTimeout(ask, silenceMs);
    },
    rest,
  };
}
