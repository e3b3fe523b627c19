/** The seconds between the open streams and the first recorded moment. */
export interface Countdown {
  /** In ms since the epoch. */
  readonly endsAt: number;
  /** Resolves at the end, or when it is cancelled. */
  readonly over: Promise<void>;
  cancel(): void;
}

/**
 * Begins to count down.
 *
 * @param seconds with 0 it is over at once
 * @param tick called at the beginning, and with each second that is left
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
