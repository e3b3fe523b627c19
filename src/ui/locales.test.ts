import { describe, expect, it } from 'vitest';
import { startFloorBytes } from '../domain/disk-space';
import { failureCodes } from '../domain/failure';
import { mostCaptionBytes, mostCues } from '../domain/parse-captions';
import { draftEveryMs } from '../domain/recording';
import en from '../public/_locales/en/messages.json' with { type: 'json' };
import ru from '../public/_locales/ru/messages.json' with { type: 'json' };
import { actionLabels, failureText } from './failure-texts';

interface Message {
  readonly message: string;
  readonly description?: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

const english: Readonly<Record<string, Message>> = en;
const russian: Readonly<Record<string, Message>> = ru;
/** The source of every file that ships, and of the manifest. */
const sources = Object.values({
  ...import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../manifest.json', { query: '?raw', import: 'default', eager: true }),
}).join('\n');
const plural = /_(?:zero|one|two|few|many|other)$/;

function keys(messages: Readonly<Record<string, Message>>): string[] {
  return [...new Set(Object.keys(messages).map((key) => key.replace(plural, '_other')))].sort();
}

function categories(messages: Readonly<Record<string, Message>>, base: string): string[] {
  const found = Object.keys(messages).filter((key) => plural.test(key) && key.replace(plural, '') === base);
  return found.map((key) => key.slice(base.length + 1)).sort();
}

describe('_locales', () => {
  it('have the same messages in both languages', () => {
    expect(keys(russian)).toEqual(keys(english));
  });

  it.each(Object.keys(english).filter((key) => !plural.test(key)))(
    'fill %s with the same placeholders',
    (key) => {
      expect(russian[key]?.placeholders).toEqual(english[key]?.placeholders);
    },
  );

  it('name limits as they are', () => {
    expect(draftEveryMs).toBe(1000);
    expect(en.timesliceHintLong.message).toContain('every second');
    expect(ru.timesliceHintLong.message).toContain('каждую секунду');
    const floor = startFloorBytes / 1_000_000;
    expect(en.failureDiskLowTodo.message).toContain(`${floor} MB`);
    expect(ru.failureDiskLowTodo.message).toContain(`${floor}\u00a0МБ`);
    const megabytes = mostCaptionBytes / 1_000_000;
    expect(en.captionsTooMany.message).toContain(
      `at most ${mostCues.toLocaleString('en')} captions and ${megabytes} MB`,
    );
    expect(ru.captionsTooMany.message).toContain(
      `до ${mostCues.toLocaleString('ru')} реплик и до ${megabytes} МБ`,
    );
  });

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

  it('have no unused message', () => {
    const unused = Object.keys(english).filter(
      (key) => !sources.includes(`'${key.replace(plural, '')}'`) && !sources.includes(`__MSG_${key}__`),
    );
    expect(unused).toEqual([]);
  });

  it('fit into the browser’s limits', () => {
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
    for (const kept of ['on-disk', 'in-memory', 'unread', 'nowhere', undefined] as const) {
      const { what, saved, todo, action } = failureText(code, kept);
      for (const key of [what, saved, todo, actionLabels[action]]) {
        expect(english[key]?.message, key).toBeTruthy();
        expect(russian[key]?.message, key).toBeTruthy();
      }
    }
  });

  it('yield to what the session really left', () => {
    expect(failureText('disk-full', 'nowhere').saved).toBe('savedNothing');
    expect(failureText('recorder-gone', 'unread').saved).toBe('savedUnread');
    expect(failureText('nothing-to-record', 'on-disk').saved).toBe('savedKept');
    expect(failureText('tab-closed', 'on-disk').saved).toBe('failureTabClosedSaved');
    expect(failureText('camera-gone', 'on-disk').saved).toBe('savedUntilThen');
    expect(failureText('camera-gone', 'nowhere').saved).toBe('savedNothing');
    expect(failureText('already-recording', undefined).saved).toBe('failureAlreadyRecordingSaved');
  });

  it('lead to the recording that is only in memory', () => {
    expect(failureText('storage-failed', 'in-memory')).toMatchObject({
      saved: 'savedInMemory',
      todo: 'todoSaveFromLibrary',
      action: 'open-library',
    });
  });

  it.each(['tab-closed', 'recorder-gone'] as const)(
    '%s sends nobody to look for what was not kept',
    (code) => {
      expect(failureText(code, 'on-disk').action).toBe('open-library');
      expect(failureText(code, 'nowhere')).toMatchObject({
        saved: 'savedNothing',
        todo: 'todoStartAgain',
        action: 'start-again',
      });
    },
  );

  it('promise no recording if a tab was closed and no session ended', () => {
    expect(failureText('tab-closed', undefined)).toMatchObject({
      saved: 'savedBefore',
      action: 'check-again',
    });
  });
});
