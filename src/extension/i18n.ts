import { numberFormat } from '../domain/formatters';
import type en from '../public/_locales/en/messages.json';
import { browser } from './browser';

/** The name of a text in `_locales`. */
export type MessageKey = keyof typeof en;

/** A text that counts something, by its name without the plural category. */
export type PluralKey = MessageKey extends infer Key
  ? Key extends `${infer Base}_other`
    ? Base
    : never
  : never;

/** Returns the text of that name in the user's language, its placeholders filled in order. */
export type Translate = (key: MessageKey, ...substitutions: readonly string[]) => string;

/** {@link Translate} by the browser's `i18n` API. */
export const t: Translate = (key, ...substitutions) => message(key, substitutions);

/** The text for `count` things, in the plural form that the language requires. */
export function plural(key: PluralKey, count: number): string {
  const number = numberFormat(locale()).format(count);
  const category = new Intl.PluralRules(locale()).select(count);
  return message(`${key}_${category}`, [number]) || message(`${key}_other`, [number]);
}

/** The BCP 47 tag for numbers and dates: the browser's, or that of our texts if we have none in the browser's language. */
export function locale(): string {
  const ours = t('language');
  const theirs = browser.i18n.getUILanguage();
  return theirs.split('-')[0] === ours ? theirs : ours;
}

function message(key: string, substitutions: readonly string[]): string {
  return browser.i18n.getMessage(key, [...substitutions]);
}
