import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The folder for the output of soaks. */
export const soakFolder = fileURLToPath(new URL('../../test-results/soak', import.meta.url));

/** How long a soak lasts, in minutes: N of `npm run soak -- NAME --minutes N`, or its own default. */
export function soakMinutes(usual: number): number {
  return Number(env['TIMESLICE_SOAK_MINUTES'] ?? usual);
}
