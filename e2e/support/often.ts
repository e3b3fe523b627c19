/**
 * How to poll for an event: Playwright's own intervals grow to a second, which adds up over a suite. But a question to the
 * service worker costs 13 ms of processor time. The timeout leaves time for a busy machine.
 */
export const often: { readonly intervals: number[]; readonly timeout: number } = {
  intervals: [50, 100, 250],
  timeout: 30_000,
};
