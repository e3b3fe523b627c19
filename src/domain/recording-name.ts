const longestTitle = 120;

/**
 * The name of a new recording: the title of its source, and the local time. A page can put anything into its title:
 * control characters and those of bidirectional text are removed, and it is truncated to 120 characters.
 */
export function recordingName(title: string, at: Date): string {
  const text = [
    ...title
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  const short = text.length > longestTitle ? `${text.slice(0, longestTitle - 1).join('')}…` : text.join('');
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${short} ${day} ${two(at.getHours())}:${two(at.getMinutes())}`.trim();
}
