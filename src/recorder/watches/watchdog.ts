/** Asks for data that should have come by itself, and knows when even that was in vain. */
export interface Watchdog {
  /** It asked, and nothing new came. */
  readonly unanswered: boolean;
  /** Data came. What answers the request alone is no sign of life: the recorder had gathered it before. */
  hear(): void;
  /** The wait begins anew. */
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

/** How long to wait for more than the answer to `requestData()`, in ms: longer than data takes from a live source. */
const answerMs = 2000;

/** A watchdog that rests at first. */
export function createWatchdog({ isDue, requestData, onChange }: WatchdogOptions): Watchdog {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unanswered = false;
  let awaitsAnswer = false;

  const change = (next: boolean) => {
    if (unanswered === next) return;
    unanswered = next;
    onChange();
  };
  const ask = () => {
    awaitsAnswer = true;
    timer = setTimeout(() => {
      awaitsAnswer = false;
      change(true);
      timer = setTimeout(ask, silenceMs - answerMs);
    }, answerMs);
    requestData();
  };
  const rest = () => {
    clearTimeout(timer);
    awaitsAnswer = false;
    change(false);
  };
  const reset = () => {
    rest();
    if (isDue) timer = setTimeout(ask, silenceMs);
  };
  return {
    get unanswered() {
      return unanswered;
    },
    hear() {
      if (awaitsAnswer) awaitsAnswer = false;
      else reset();
    },
    reset,
    rest,
  };
}
