import type { Recording } from '../domain/recording';

/** The orders of the library. */
export const orders = ['newest', 'oldest', 'longest', 'largest', 'name'] as const;

/** One of the {@link orders}. */
export type Order = (typeof orders)[number];

/** Text without case and accents, as people type it. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** The recordings whose text contains each word of the query. @param textOf what is looked through */
export function findRecordings(
  recordings: readonly Recording[],
  query: string,
  textOf: (recording: Recording) => string,
): readonly Recording[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return recordings;
  return recordings.filter((recording) => {
    const text = plain(textOf(recording));
    return words.every((word) => text.includes(word));
  });
}

/** What sorting needs from the page. */
export interface SortDeps {
  /** The name that is shown. */
  readonly nameOf: (recording: Recording) => string;
  /** A BCP 47 tag. */
  readonly locale: string;
}

/** Sorts recordings that come newest first; equal ones stay in that order. */
export function sortRecordings(
  recordings: readonly Recording[],
  order: Order,
  { nameOf, locale }: SortDeps,
): readonly Recording[] {
  switch (order) {
    case 'newest':
      return recordings;
    case 'oldest':
      return [...recordings].reverse();
    case 'longest':
      return [...recordings].sort((one, other) => other.durationMs - one.durationMs);
    case 'largest':
      return [...recordings].sort((one, other) => other.bytes - one.bytes);
    case 'name': {
      const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
      return [...recordings].sort((one, other) => compare(nameOf(one), nameOf(other)));
    }
  }
}
