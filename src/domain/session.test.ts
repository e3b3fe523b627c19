import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from './failure';
import { inactive, isRunning, type Session, type SessionEvent, transition } from './session';

const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constant<SessionEvent>({ type: 'reached', limit: { what: 'time', ms: 5000 } }),
  fc.record({ type: fc.constant('start' as const), recordingId: fc.uuid() }),
  fc.record({ type: fc.constantFrom('started', 'pause', 'resume', 'requestData', 'stop') }),
  fc.constant<SessionEvent>({ type: 'ended' }),
  fc.constant<SessionEvent>({ type: 'ended', failure: failure('tab-closed') }),
  fc.constant<SessionEvent>({ type: 'failed', failure: failure('encoder-failed') }),
  fc.record({ type: fc.constant('stopped' as const), saved: fc.boolean() }),
  fc.constant<SessionEvent>({ type: 'not-started', failure: failure('permission-denied') }),
  fc.constant<SessionEvent>({ type: 'not-started', failure: failure('start-cancelled') }),
);

function stateAfter(...happened: SessionEvent[]): Session {
  return happened.reduce<Session>((session, event) => {
    const next = transition(session, event);
    return next.ok ? next.value : session;
  }, inactive);
}

const start: SessionEvent = { type: 'start', recordingId: 'a' };

describe('transition', () => {
  it('goes through the states of a recording', () => {
    expect(stateAfter(start).state).toBe('starting');
    expect(stateAfter(start, { type: 'started' }).state).toBe('recording');
    expect(stateAfter(start, { type: 'started' }, { type: 'pause' }).state).toBe('paused');
    expect(stateAfter(start, { type: 'started' }, { type: 'pause' }, { type: 'resume' }).state).toBe(
      'recording',
    );
    expect(stateAfter(start, { type: 'started' }, { type: 'stop' }).state).toBe('stopping');
    expect(
      stateAfter(start, { type: 'started' }, { type: 'stop' }, { type: 'stopped', saved: true }),
    ).toEqual({
      state: 'inactive',
      last: { recordingId: 'a', saved: true },
    });
  });

  it('refuses a start when not inactive, with an InvalidStateError', () => {
    fc.assert(
      fc.property(fc.array(events), (happened) => {
        const session = stateAfter(...happened);
        const next = transition(session, { type: 'start', recordingId: 'b' });
        expect(next.ok).toBe(session.state === 'inactive');
        if (!next.ok) {
          expect(next.failure.code).toBe('already-recording');
          expect(next.failure.detail).toMatch(/^InvalidStateError/);
        }
      }),
    );
  });

  it('allows pause, resume and requestData only while MediaRecorder runs', () => {
    fc.assert(
      fc.property(fc.array(events), fc.constantFrom('pause', 'resume', 'requestData'), (happened, type) => {
        const session = stateAfter(...happened);
        const next = transition(session, { type });
        expect(next.ok).toBe(isRunning(session));
        if (!next.ok) expect(next.failure.code).toBe('not-recording');
      }),
    );
  });

  it('reaches inactive from every state through failed and stopped, and keeps the id until then', () => {
    fc.assert(
      fc.property(fc.array(events), (happened) => {
        const session = stateAfter(...happened);
        const over = stateAfter(
          ...happened,
          { type: 'failed', failure: failure('disk-full') },
          { type: 'stopped', saved: true },
        );
        expect(over.state).toBe('inactive');
        if (session.state !== 'inactive' && over.state === 'inactive') {
          expect(over.last?.recordingId).toBe(session.recordingId);
          expect(over.last?.failure).toBeDefined();
        }
      }),
    );
  });

  it('keeps the first reason', () => {
    const over = stateAfter(
      start,
      { type: 'started' },
      { type: 'failed', failure: failure('encoder-failed') },
      { type: 'failed', failure: failure('disk-full') },
      { type: 'ended', failure: failure('tab-closed') },
      { type: 'stopped', saved: true },
    );
    expect(over).toMatchObject({ last: { failure: { code: 'encoder-failed' } } });
  });

  it('remembers the limit that was reached, unless worse follows', () => {
    const limit = { what: 'size', bytes: 500_000_000 } as const;
    const reached: SessionEvent[] = [start, { type: 'started' }, { type: 'reached', limit }];
    expect(stateAfter(...reached, { type: 'stopped', saved: true })).toEqual({
      state: 'inactive',
      last: { recordingId: 'a', saved: true, limit },
    });
    const failed: SessionEvent = { type: 'failed', failure: failure('disk-full') };
    expect(stateAfter(...reached, failed, { type: 'stopped', saved: true })).toEqual({
      state: 'inactive',
      last: { recordingId: 'a', saved: true, failure: failure('disk-full') },
    });
  });

  it('has no failure if the user stopped it, even though the source ends then too', () => {
    const over = stateAfter(
      start,
      { type: 'started' },
      { type: 'stop' },
      { type: 'ended', failure: failure('tab-closed') },
      { type: 'stopped', saved: true },
    );
    expect(over).toEqual({ state: 'inactive', last: { recordingId: 'a', saved: true } });
  });

  it('ends with "nothing to record" if nothing was saved and no other reason is known', () => {
    expect(stateAfter(start, { type: 'stop' }, { type: 'stopped', saved: false })).toMatchObject({
      last: { saved: false, failure: { code: 'nothing-to-record' } },
    });
  });

  it('forgets a start that the user cancelled, but remembers why another failed', () => {
    const cancelled: SessionEvent = { type: 'not-started', failure: failure('start-cancelled') };
    expect(stateAfter(start, { type: 'stop' }, cancelled)).toEqual(inactive);
    const ended: SessionEvent = { type: 'ended', failure: failure('tab-closed') };
    expect(stateAfter(start, ended, cancelled)).toMatchObject({ last: { failure: { code: 'tab-closed' } } });
  });

  it('changes nothing on a second pause, or on a resume while recording', () => {
    expect(stateAfter(start, { type: 'started' }, { type: 'pause' }, { type: 'pause' }).state).toBe('paused');
    expect(stateAfter(start, { type: 'started' }, { type: 'resume' }).state).toBe('recording');
  });
});
