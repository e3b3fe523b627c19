import { describe, expect, it } from 'vitest';
import type { RecorderSnapshot } from '../../domain/snapshot';
import { limitText, statusText } from './status-text';

const starting: Omit<RecorderSnapshot, 'revision'> = { session: { state: 'starting', recordingId: 'r' } };
const ended = (saved: boolean): Omit<RecorderSnapshot, 'revision'> => ({
  session: { state: 'inactive', last: { recordingId: 'r', saved } },
});

describe('statusText', () => {
  it('says that the browser’s picker is open, until something was chosen', () => {
    expect(statusText({ ...starting, opening: true }, 'picker', 'granted', false)).toBe('stateChoosing');
    expect(statusText(starting, 'picker', 'granted', false)).toBe('stateStarting');
    expect(statusText({ ...starting, opening: true }, 'tab', 'granted', false)).toBe('stateStarting');
  });

  it.each(['recording', 'paused', 'stopping'] as const)('has a word for %s', (state) => {
    const text = statusText({ session: { state, recordingId: 'r' } }, 'picker', 'granted', false);
    expect(text.toLowerCase()).toBe(`state${state}`);
  });

  it('says that the last recording is saved, and what is missing for this tab', () => {
    expect(statusText(ended(true), 'tab', 'granted', false)).toBe('stateSaved');
    expect(statusText(ended(false), 'tab', 'granted', false)).toBe('stateIdle');
    expect(statusText(ended(true), 'tab', 'click-again', false)).toBe('stateReady');
  });

  it('never says that a recording is saved above a failure', () => {
    expect(statusText(ended(true), 'tab', 'granted', true)).toBe('stateIdle');
    const limit = { what: 'time', ms: 5000 } as const;
    const session = { state: 'inactive', last: { recordingId: 'r', saved: true, limit } } as const;
    expect(statusText({ session }, 'picker', 'protected', true)).toBe('stateIdle');
    expect(statusText(ended(true), 'tab', 'click-again', true)).toBe('stateReady');
    const running = { session: { state: 'paused', recordingId: 'r' } } as const;
    expect(statusText(running, 'tab', 'granted', true)).toBe('statePaused');
  });

  it.each([
    [{ what: 'time', ms: 90_000 }, 'stateReachedTime', ['minutes:1.5']],
    [{ what: 'time', ms: 5000 }, 'stateReachedTime', ['seconds:5']],
    [{ what: 'size', bytes: 500_000_000 }, 'stateReachedSize', ['500 MB']],
    [{ what: 'silence', ms: 10_000 }, 'stateReachedSilence', ['seconds:10']],
  ] as const)('names the limit that ended the recording: %j', (limit, text, values) => {
    const session = { state: 'inactive', last: { recordingId: 'r', saved: true, limit } } as const;
    expect(statusText({ session }, 'tab', 'granted', false)).toBe(text);
    expect(limitText(session, 'en', (key, ...rest) => [key, ...rest].join(':'))).toEqual(values);
  });

  it('has no value if the user ended it', () => {
    expect(limitText(ended(true).session, 'en', (key) => key)).toEqual([]);
  });
});
