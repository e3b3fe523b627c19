import type { Watch } from '../../domain/watch';

/** Requests data if none comes, and notices if even that has no effect. */
export interface Watchdog extends Watch {
  /** It requested data, and nothing new came. */
  readonly unanswered: boolean;
  /** Data came. The answer to the request alone proves nothing: the recorder had gathered it before. */
  dataArrived(): void;
}

/** What the watchdog needs from outside. */
export interface WatchdogDeps {
  /** Whether data is due at all; without a timeslice none is. */
  readonly isDue: boolean;
  /** Called after 10 s without data, and again every 10 s: the recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Called when `unanswered` has changed. */
  readonly onChange: () => void;
}

/** How long a live source may send no data, in ms. */
const silenceMs = 10_000;

/** How long to wait for more than the answer to `requestData()`, in ms: longer than a live source needs for data. */
const answerMs = 2000;

/** A watchdog. */
export function createWatchdog({ isDue, requestData, onChange }: WatchdogDeps): Watchdog {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unanswered = false;
  let awaitsAnswer = false;

  const change = (next: boolean) => {
    if (unanswered === next) return;
    unanswered = next;
    onChange();
  };
  const request = () => {
    awaitsAnswer = true;
    timer = setTimeout(() => {
      awaitsAnswer = false;
      change(true);
      timer = setTimeout(request, silenceMs - answerMs);
    }, answerMs);
    requestData();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    awaitsAnswer = false;
    change(false);
  };
  const start = () => {
    stop();
    if (isDue) timer = setTimeout(request, silenceMs);
  };
  return {
    get unanswered() {
      return unanswered;
    },
    dataArrived() {
      if (awaitsAnswer) awaitsAnswer = false;
      else if (timer !== undefined) start();
    },
    start,
    stop,
  };
}
