import * as v from 'valibot';
import { colorMatrixSchema } from '../domain/color';
import { noticesSchema } from '../domain/notices';
import { parseOptions } from '../domain/options';
import { snapshotSchema } from '../domain/snapshot';

/** How each value is parsed when it is read, by its key. */
type Parsers = Readonly<Record<string, (stored: unknown) => unknown>>;

/** Values that are remembered, by their keys. One that does not parse counts as absent. */
export interface Store<P extends Parsers> {
  get<Key extends keyof P & string>(key: Key): Promise<ReturnType<P[Key]>>;
  set<Key extends keyof P & string>(key: Key, value: Exclude<ReturnType<P[Key]>, undefined>): Promise<void>;
  forget(...keys: readonly (keyof P & string)[]): Promise<void>;
}

/** The part of {@link https://developer.chrome.com/docs/extensions/reference/api/storage StorageArea} that is used. */
export interface StorageArea {
  get(key: string): Promise<{ readonly [key in string]?: unknown }>;
  set(values: { readonly [key in string]: unknown }): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

/** @param storedAs the keys in the area that are not those of the parsers */
function createStore<P extends Parsers>(
  area: StorageArea,
  parsers: P,
  storedAs: { readonly [Key in keyof P]?: string } = {},
): Store<P> {
  const keyOf = (key: keyof P & string) => storedAs[key] ?? key;
  return {
    async get(key) {
      const stored = (await area.get(keyOf(key)))[keyOf(key)];
      return parsers[key]?.(stored) as ReturnType<P[typeof key]>;
    },
    set: (key, value) => area.set({ [keyOf(key)]: value }),
    forget: (...keys) => area.remove(keys.map(keyOf)),
  };
}

function by<T>(schema: v.GenericSchema<unknown, T>): (stored: unknown) => T | undefined {
  return (stored) => {
    const value = v.safeParse(schema, stored);
    return value.success ? value.output : undefined;
  };
}

/** A flag that is set or absent. */
const flag = (stored: unknown) => v.is(v.literal(true), stored);

const isString = (item: unknown) => v.is(v.string(), item);

/** The strings of an array, whatever else is in it. */
const strings = (stored: unknown) => (v.is(v.array(v.unknown()), stored) ? stored.filter(isString) : []);

/** What is remembered until the browser ends. */
const sessionParsers = {
  /** The newest snapshot that the service worker knows. */
  snapshot: by(snapshotSchema),
  notices: by(noticesSchema),
  /** The tab on which the next click on the button starts a recording, and since when, in ms since the epoch. */
  ready: by(v.object({ tabId: v.number(), at: v.number() })),
  /** The recording whose start was cancelled by closing the recorder. */
  cancelled: by(v.string()),
  /** The recording that has ended last, and whether the user has seen or dismissed it. */
  saved: by(v.object({ recordingId: v.string(), state: v.picklist(['new', 'seen', 'dismissed']) })),
  /**
   * The tab on which the button has a look of its own, or is about to. Once it is drawn, it says
   * since when the tab is refused or ready, in ms since the epoch.
   */
  tabLook: by(
    v.object({
      tabId: v.number(),
      look: v.picklist(['refused', 'ready']),
      since: v.optional(v.number()),
    }),
  ),
  /** The tab that has had one: the browser can't take back its title and color, so they are kept up to date. */
  styledTab: by(v.number()),
  /** A new version of Timeslice waits to be installed. */
  update: flag,
  /** The user refused to allow capturing tabs. */
  tabCaptureDenied: flag,
};

/** What is remembered for good. */
const lastingParsers = {
  /** What the user chose last. */
  options: parseOptions,
  /** The ids of recovered recordings that the user has not acknowledged. */
  recovered: strings,
  /** The setup page was opened after the installation. */
  welcomed: flag,
  /** The matrix by which the colors of what was shared last were really made: it depends on whether the browser has a GPU. */
  matrix: by(colorMatrixSchema),
};

/** Under another key, those that an earlier version remembered would be forgotten. */
const lastingKeys = { recovered: 'found' } as const;

/** Survives the service worker, but not the browser. */
export type SessionStore = Store<typeof sessionParsers>;

/** Survives the browser. */
export type LastingStore = Store<typeof lastingParsers>;

/** A typed view of `storage.session`. */
export function createSessionStore(area: StorageArea): SessionStore {
  return createStore(area, sessionParsers);
}

/** A typed view of `storage.local`. */
export function createLastingStore(area: StorageArea): LastingStore {
  return createStore(area, lastingParsers, lastingKeys);
}
