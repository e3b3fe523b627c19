/** The countdown between the opening of the sources and the recording. */
export interface Countdown {
  /** In ms since the epoch. */
  readonly endsAt: number;
  /** Resolves at the end, or once it is cancelled. */
  readonly over: Promise<void>;
  cancel(): void;
}

/**
 * Starts a countdown.
 *
 * @param seconds 0 ends it at once
 * @param tick called at the start, and after each second unless it was the last
 */
export function startCountdown(seconds: number, tick: (countdown: Countdown) => void): Countdown {
  let cancel: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    let left = seconds;
    const timer = setInterval(() => {
      left -= 1;
      if (left <= 0) cancel();
      else tick(countdown);
    }, 1000);
    cancel = () => {
      clearInterval(timer);
      resolve();
    };
  });
  const countdown: Countdown = { endsAt: Date.now() + seconds * 1000, over, cancel };
  if (seconds === 0) cancel();
  else tick(countdown);
  return countdown;
}
