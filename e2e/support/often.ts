/**
 * How to poll for an event that comes soon: Playwright's own intervals grow to a second, which adds up over a suite.
 * The timeout leaves time for a busy machine.
 */
export const often: { readonly intervals: number[]; readonly timeout: number } = {
  intervals: [50, 100],
  timeout: 30_000,
};
