import { describe, expect, it } from 'vitest';
import { failureCodes } from '../domain/failure';
import en from '../public/_locales/en/messages.json' with { type: 'json' };
import ru from '../public/_locales/ru/messages.json' with { type: 'json' };
import { actionLabels, failureTexts, savedText } from './failure-texts';

interface Message {
  readonly message: string;
  readonly description?: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

const english: Readonly<Record<string, Message>> = en;
const russian: Readonly<Record<string, Message>> = ru;
const plural = /_(?:zero|one|two|few|many|other)$/;

function keys(messages: Readonly<Record<string, Message>>): string[] {
  return [...new Set(Object.keys(messages).map((key) => key.replace(plural, '_other')))].sort();
}

function categories(messages: Readonly<Record<string, Message>>, base: string): string[] {
  const found = Object.keys(messages).filter((key) => plural.test(key) && key.replace(plural, '') === base);
  return found.map((key) => key.slice(base.length + 1)).sort();
}

describe('_locales', () => {
  it('say the same things in both languages', () => {
    expect(keys(russian)).toEqual(keys(english));
  });

  it.each(Object.keys(english).filter((key) => !plural.test(key)))(
    'fill %s with the same placeholders',
    (key) => {
      expect(russian[key]?.placeholders).toEqual(english[key]?.placeholders);
    },
  );

  it.each([
    ['en', english],
    ['ru', russian],
  ])('have every plural form of %s', (language, messages) => {
    const wanted = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
    const bases = Object.keys(messages)
      .filter((key) => key.endsWith('_other'))
      .map((key) => key.replace(plural, ''));
    expect(bases).not.toEqual([]);
    for (const base of bases) expect(categories(messages, base), base).toEqual(wanted);
  });

  it.each([
    ['en', english],
    ['ru', russian],
  ])('use in %s the placeholders that they declare, and no empty text', (_language, messages) => {
    for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
      expect(message.trim(), key).not.toBe('');
      const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name?.toLowerCase());
      expect([...new Set(used)].sort(), key).toEqual(Object.keys(placeholders).sort());
    }
  });

  it('fit where the browser shows them', () => {
    for (const messages of [english, russian]) {
      expect(messages['extensionDescription']?.message.length).toBeLessThanOrEqual(132);
      for (const [key, { message }] of Object.entries(messages)) {
        if (key.startsWith('badge')) expect(message.length, key).toBeLessThanOrEqual(4);
      }
    }
  });
});

describe('failure texts', () => {
  it.each(failureCodes)('%s says what happened, what was saved and what to do, in both languages', (code) => {
    const { what, saved, todo, action } = failureTexts[code];
    for (const key of [
      what,
      saved,
      todo,
      actionLabels[action],
      savedText(code, true),
      savedText(code, false),
    ]) {
      expect(english[key]?.message, key).toBeTruthy();
      expect(russian[key]?.message, key).toBeTruthy();
    }
  });

  it('are believed less than the end of the session itself', () => {
    expect(savedText('disk-full', false)).toBe('savedNothing');
    expect(savedText('nothing-to-record', true)).toBe('savedKept');
    expect(savedText('tab-closed', true)).toBe('failureTabClosedSaved');
    expect(savedText('already-recording', undefined)).toBe('failureAlreadyRecordingSaved');
  });
});
