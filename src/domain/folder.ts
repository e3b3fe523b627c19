import * as v from 'valibot';

/** The fields of the row about the user's folder, but for its handle. */
export const folderEntries = {
  /** As the browser names it: the last part of its path. */
  name: v.string(),
  /** How the files in it are named; see {@link fileNameTokens}. */
  pattern: v.string(),
  /** Whether each finished recording is saved there. */
  isOn: v.boolean(),
};

const folderSchema = v.object(folderEntries);

/** The folder that the user has chosen for finished recordings, without its handle. */
export type Folder = Readonly<v.InferOutput<typeof folderSchema>>;

/** What can stand in a pattern for file names, in braces. */
export const fileNameTokens = ['title', 'date', 'time', 'source'] as const;

/** One of {@link fileNameTokens}. */
export type FileNameToken = (typeof fileNameTokens)[number];

/** How files are named until the user chooses something else. */
export const defaultPattern = '{title} {date} {time}';

/**
 * Fills in the tokens of a pattern. An unknown one stays as it is written; a pattern without any text is the default.
 * The result is not yet safe as a file name.
 */
export function fillPattern(pattern: string, values: Readonly<Record<FileNameToken, string>>): string {
  const used = pattern.trim() === '' ? defaultPattern : pattern;
  return used.replace(/\{(\w+)\}/g, (written, name: string) => {
    const token = fileNameTokens.find((known) => known === name.toLowerCase());
    return token === undefined ? written : values[token];
  });
}
