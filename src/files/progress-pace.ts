/** The least time between two reports of progress, in ms. */
const reportEveryMs = 100;

/** Passes on the first report of progress, and then one every 100 ms at most; the others are dropped. */
export function paced<Args extends readonly unknown[]>(
  report: (...progress: Args) => Promise<void>,
): (...progress: Args) => Promise<void> {
  let reportedAt = Number.NEGATIVE_INFINITY;
  return async (...progress) => {
    const now = performance.now();
    if (now - reportedAt < reportEveryMs) return;
    reportedAt = now;
    await report(...progress);
  };
}
