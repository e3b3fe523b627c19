import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where soaks leave what they have drawn and written. */
export const soakFolder = fileURLToPath(new URL('../../test-results/soak', import.meta.url));

/** How long a soak is to last, in minutes: what `npm run soak -- NAME --minutes N` says, or its own time. */
export function soakMinutes(usual: number): number {
  return Number(env['TIMESLICE_SOAK_MINUTES'] ?? usual);
}
