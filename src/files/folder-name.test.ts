import { describe, expect, it } from 'vitest';
import { defaultPattern } from '../domain/folder';
import { recordingName } from '../domain/recording-name';
import { folderFileName } from './folder-name';

const at = new Date(2025, 6, 26, 14, 5);
const named = (name: string) => ({
  name,
  createdAt: at.getTime(),
  source: 'tab' as const,
  format: 'webm-vp9' as const,
});
const standup = named(recordingName('Team standup', at));

describe('folderFileName', () => {
  it.each([
    [defaultPattern, 'Team standup 2025-07-26 14.05.webm'],
    ['{date} {time} {title}', '2025-07-26 14.05 Team standup.webm'],
    ['{source}: {title}', 'Tab Team standup.webm'],
    ['../{title}\\{date}', 'Team standup 2025-07-26.webm'],
    ['CON', '_CON.webm'],
    ['...', 'Timeslice.webm'],
  ])('by the pattern %j is %j', (pattern, file) => {
    expect(folderFileName(standup, pattern, 'Tab')).toBe(file);
  });

  it('has no character that Chromium refuses in a folder of the user’s', () => {
    const name = '\u{1f469}\u200d\u{1f4bb} \u0645\u06cc\u200c\u062e';
    expect(folderFileName(named(name), '{title}', 'Tab')).toBe('\u{1f469}\u{1f4bb} \u0645\u06cc\u062e.webm');
  });

  it('has the name that the user gave, or that of the source', () => {
    expect(folderFileName(named('Kick-off'), '{title}', 'Tab')).toBe('Kick-off.webm');
    expect(folderFileName(named(recordingName('', at)), '{title}', 'Tab')).toBe('Tab.webm');
  });

  it('has no time twice, even if the time zone has changed since', () => {
    expect(folderFileName(named('Team standup 2025-07-26 13:05'), defaultPattern, 'Tab')).toBe(
      'Team standup 2025-07-26 14.05.webm',
    );
  });

  it('ends as its container', () => {
    expect(folderFileName({ ...standup, format: 'mp4-h264' }, '{title}', 'Tab')).toBe('Team standup.mp4');
  });
});
