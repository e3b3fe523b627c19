import { shortened, unwritten } from './text';

const longestTitle = 120;

const removed = unwritten(String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}`);

/**
 * The name of a new recording: the title of its source, and the local time. A page can put anything into its title:
 * control characters and those of bidirectional text are removed, and it is shortened to 120 characters.
 */
export function recordingName(title: string, at: Date): string {
  const text = title.replace(removed, ' ').replace(/\s+/g, ' ').trim();
  const short = /[^\s\u200c\u200d]/u.test(text) ? shortened(text, longestTitle) : '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${short} ${day} ${two(at.getHours())}:${two(at.getMinutes())}`.trim();
}
