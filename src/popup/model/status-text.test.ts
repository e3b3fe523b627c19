import { describe, expect, it } from 'vitest';
import { failure } from '../../domain/failure';
import type { RecorderSnapshot } from '../../domain/snapshot';
import { limitText, statusOf } from './status-text';

const starting: Omit<RecorderSnapshot, 'revision'> = { session: { state: 'starting', recordingId: 'r' } };
const ended = (saved: boolean): Omit<RecorderSnapshot, 'revision'> => ({
  session: { state: 'inactive', last: { recordingId: 'r', saved } },
});

describe('statusOf', () => {
  it('says that the browser’s picker is open, until something was chosen', () => {
    expect(statusOf({ ...starting, opening: true }, 'picker', 'granted', false)).toEqual({
      text: 'stateChoosing',
    });
    expect(statusOf(starting, 'picker', 'granted', false)).toEqual({ text: 'stateStarting' });
    expect(statusOf({ ...starting, opening: true }, 'tab', 'granted', false)).toEqual({
      text: 'stateStarting',
    });
  });

  it.each(['recording', 'paused', 'stopping'] as const)('has a word for %s', (state) => {
    const { text, tone } = statusOf({ session: { state, recordingId: 'r' } }, 'picker', 'granted', false);
    expect(text.toLowerCase()).toBe(`state${state}`);
    expect(tone).toBe(state === 'recording' ? 'recording' : undefined);
  });

  it('says that a recording whose recorder is gone was interrupted, as long as it is not closed', () => {
    const session = { state: 'stopping', recordingId: 'r', failure: failure('recorder-gone') } as const;
    expect(statusOf({ session }, 'tab', 'granted', false)).toEqual({ text: 'stateRecorderGone' });
  });

  it('says that the last recording is saved, and what is missing for this tab', () => {
    expect(statusOf(ended(true), 'tab', 'granted', false)).toEqual({ text: 'stateSaved', tone: 'saved' });
    expect(statusOf(ended(false), 'tab', 'granted', false)).toEqual({ text: 'stateIdle' });
    expect(statusOf(ended(true), 'tab', 'click-again', false)).toEqual({ text: 'stateReady', tone: 'ready' });
  });

  it('never says that a recording is saved above a failure', () => {
    expect(statusOf(ended(true), 'tab', 'granted', true)).toEqual({ text: 'stateIdle' });
    const limit = { what: 'time', ms: 5000 } as const;
    const session = { state: 'inactive', last: { recordingId: 'r', saved: true, limit } } as const;
    expect(statusOf({ session }, 'picker', 'protected', true)).toEqual({ text: 'stateIdle' });
    expect(statusOf(ended(true), 'tab', 'click-again', true)).toEqual({ text: 'stateReady', tone: 'ready' });
    const running = { session: { state: 'paused', recordingId: 'r' } } as const;
    expect(statusOf(running, 'tab', 'granted', true)).toEqual({ text: 'statePaused' });
  });

  it.each([
    [{ what: 'time', ms: 90_000 }, 'stateReachedTime', ['minutes:1.5']],
    [{ what: 'time', ms: 5000 }, 'stateReachedTime', ['seconds:5']],
    [{ what: 'size', bytes: 500_000_000 }, 'stateReachedSize', ['500 MB']],
    [{ what: 'silence', ms: 10_000 }, 'stateReachedSilence', ['seconds:10']],
  ] as const)('names the limit that ended the recording: %j', (limit, text, values) => {
    const session = { state: 'inactive', last: { recordingId: 'r', saved: true, limit } } as const;
    expect(statusOf({ session }, 'tab', 'granted', false)).toEqual({ text, tone: 'saved' });
    expect(limitText(session, 'en', (key, ...rest) => [key, ...rest].join(':'))).toEqual(values);
  });

  it('has no value if the user ended it', () => {
    expect(limitText(ended(true).session, 'en', (key) => key)).toEqual([]);
  });
});
