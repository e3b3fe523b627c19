import { type CaptureOptions, parseOptions } from '../domain/options';
import { browser } from './browser';

const key = 'options';

/** The options that the person chose last, on this device. */
export async function loadOptions(): Promise<CaptureOptions> {
  return parseOptions((await browser.storage.local.get(key))[key]);
}

/** Remembers the options for the next recording. */
export async function saveOptions(options: CaptureOptions): Promise<void> {
  await browser.storage.local.set({ [key]: options });
}
