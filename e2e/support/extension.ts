import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The built extension, as it ships; `TIMESLICE_DIST` names another build to test. */
export const distFolder = env['TIMESLICE_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));

/** The extension's id, which follows from the `key` in the manifest. */
export const extensionId = 'boanmdhaemmjfpdhaepgnjaejnkdlgin';

/** The extension's pages. */
export const pages = {
  popup: 'src/popup/popup.html',
  library: 'src/library/library.html',
  setup: 'src/setup/setup.html',
  recorder: 'src/recorder/recorder.html',
} as const;

/** The address of a file of the extension. */
export function extensionUrl(path: string): string {
  return `chrome-extension://${extensionId}/${path}`;
}
