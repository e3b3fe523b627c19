import type { Recording } from '../domain/recording';
import { withoutDate } from '../domain/recording-name';
import { shortened } from '../domain/text';
import { untitled } from '../extension/untitled';

const longestLabel = 200;

type Named = Pick<Recording, 'name' | 'source'> & Partial<Pick<Recording, 'createdAt'>>;

/** The name of a recording without its date, which is shown beside it; what was recorded if nothing else is left. */
export function nameOf({ name, createdAt, source }: Named): string {
  const shown = createdAt === undefined ? name : withoutDate(name, createdAt);
  if (shown.trim() !== '') return shown;
  return untitled(source);
}

/** What a search looks through: the name that is shown, and the date in the name of the file. */
export function searchTextOf(recording: Recording): string {
  return `${nameOf(recording)} ${recording.name}`;
}

/** A name cut to a length that fits a tooltip or an announcement. */
export function shortName(name: string): string {
  return shortened(name, longestLabel);
}
