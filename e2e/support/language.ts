import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A language of the extension. */
export type Language = 'en' | 'ru';

/**
 * The folder of the extension for a browser in English: the build itself, or a copy whose only language is the other
 * one. A Chromium without language packs can't be switched to another language, but an extension falls back to its
 * default one.
 */
export async function extensionIn(language: Language, built: string): Promise<string> {
  if (language === 'en') return built;
  const copy = await mkdtemp(join(tmpdir(), `timeslice-${language}-`));
  await cp(built, copy, { recursive: true });
  await rm(join(copy, '_locales', 'en'), { recursive: true });
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, default_locale: language }));
  return copy;
}
