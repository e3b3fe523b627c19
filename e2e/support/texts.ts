import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from './extension';
import type { Language } from './language';

type Messages = Readonly<Record<string, { readonly message: string } | undefined>>;

/**
 * A text of the extension, by its key: tests check that it is shown, not how it is worded.
 * Placeholders match anything.
 */
export function sentence(key: string, language: Language = 'en'): RegExp {
  const file = join(distFolder, '_locales', language, 'messages.json');
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Messages;
  const found = messages[key];
  if (found === undefined) throw new RangeError(`No message ${key}`);
  const parts = found.message.split(/\$\w+\$/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}
