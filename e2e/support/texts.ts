import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from './extension';

type Messages = Readonly<Record<string, { readonly message: string } | undefined>>;

const file = join(distFolder, '_locales', 'en', 'messages.json');

/**
 * A sentence of the extension in English, by its key: tests care that it is shown, not how it is
 * worded. Placeholders match any text.
 */
export function sentence(key: string): RegExp {
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Messages;
  const found = messages[key];
  if (found === undefined) throw new RangeError(`No message ${key}`);
  const parts = found.message.split(/\$\w+\$/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}
