import { fillPattern } from '../domain/folder';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { withDate, withoutDate } from '../domain/recording-name';
import { fileName, withoutFormat } from './file-name';

/** What names the file of a recording in the user's folder. */
export type NamedRecording = Pick<Recording, 'name' | 'createdAt' | 'source' | 'format'>;

/**
 * The name of a recording's file by a pattern, safe on every file system; see {@link fileName}.
 *
 * @param sourceName what the user calls the source
 */
export function folderFileName(recording: NamedRecording, pattern: string, sourceName: string): string {
  const { name, createdAt, format } = recording;
  const [date = '', time = ''] = withDate('', new Date(createdAt)).split(' ');
  const title = withoutDate(name, createdAt);
  const filled = fillPattern(pattern, {
    title: title === '' ? sourceName : title,
    date,
    time: time.replace(':', '.'),
    source: sourceName,
  });
  return fileName(withoutFormat(filled), formatById(format).container);
}
