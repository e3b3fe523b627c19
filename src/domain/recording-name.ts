import { shortened, unwritten } from './text';

const longestTitle = 120;

/** Controls and line breaks stand between words; the others, such as soft hyphens, within them. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const invisible = unwritten(String.raw`\p{Cf}`);

/**
 * The name of a new recording: the title of its source, and the local time. A page can put anything into its title:
 * control characters and those of bidirectional text are removed, and it is shortened to 120 characters.
 */
export function recordingName(title: string, at: Date): string {
  const text = title.replace(breaks, ' ').replace(invisible, '').replace(/\s+/g, ' ').trim();
  const short = /[^\s\u200c\u200d]/u.test(text) ? shortened(text, longestTitle) : '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${short} ${day} ${two(at.getHours())}:${two(at.getMinutes())}`.trim();
}
