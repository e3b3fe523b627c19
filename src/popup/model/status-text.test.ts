import { describe, expect, it } from 'vitest';
import type { RecorderSnapshot } from '../../domain/snapshot';
import { limitText, statusText } from './status-text';

const starting: Omit<RecorderSnapshot, 'revision'> = { session: { state: 'starting', recordingId: 'r' } };
const ended = (saved: boolean): Omit<RecorderSnapshot, 'revision'> => ({
  session: { state: 'inactive', last: { recordingId: 'r', saved } },
});

describe('statusText', () => {
  it('says that the browser’s picker is open, until something was chosen', () => {
    expect(statusText({ ...starting, opening: true }, 'picker', 'granted')).toBe('stateChoosing');
    expect(statusText(starting, 'picker', 'granted')).toBe('stateStarting');
    expect(statusText({ ...starting, opening: true }, 'tab', 'granted')).toBe('stateStarting');
  });

  it.each(['recording', 'paused', 'stopping'] as const)('has a word for %s', (state) => {
    const text = statusText({ session: { state, recordingId: 'r' } }, 'picker', 'granted');
    expect(text.toLowerCase()).toBe(`state${state}`);
  });

  it('says that the last recording is saved, and what is missing for this tab', () => {
    expect(statusText(ended(true), 'tab', 'granted')).toBe('stateSaved');
    expect(statusText(ended(false), 'tab', 'granted')).toBe('stateIdle');
    expect(statusText(ended(true), 'tab', 'click-again')).toBe('stateReady');
  });

  it.each([
    [{ what: 'time', ms: 90_000 }, 'stateReachedTime', ['minutes:1.5']],
    [{ what: 'time', ms: 5000 }, 'stateReachedTime', ['seconds:5']],
    [{ what: 'size', bytes: 500_000_000 }, 'stateReachedSize', ['500 MB']],
    [{ what: 'silence', ms: 10_000 }, 'stateReachedSilence', ['seconds:10']],
  ] as const)('names the limit that ended the recording: %j', (limit, text, values) => {
    const session = { state: 'inactive', last: { recordingId: 'r', saved: true, limit } } as const;
    expect(statusText({ session }, 'tab', 'granted')).toBe(text);
    expect(limitText(session, 'en', (key, ...rest) => [key, ...rest].join(':'))).toEqual(values);
  });

  it('has no value if the user ended it', () => {
    expect(limitText(ended(true).session, 'en', (key) => key)).toEqual([]);
  });
});
