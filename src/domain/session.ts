import { type Failure, fail, failure, ok, type Result } from './failure';
import type { RecordingId } from './recording';

/**
 * What the recorder is doing. One recording at a time, in the words of the MediaRecorder
 * specification: `starting` lasts until its `start` event, which comes with the first data;
 * `stopping` until the last slice is on disk, or until it is known what a recorder that died has left there. `reached`
 * leads where `ended` does.
 *
 * ```text
 *              start                 started
 *  inactive ──────────▶ starting ──────────▶ recording ◀─────────┐
 *     ▲  ▲                 │                  │     │    resume  │
 *     │  │     not-started │ stop,            │     │ pause      │
 *     │  └─────────────────┤ ended,           │     └────────▶ paused
 *     │                    │ failed           │ stop,            │ stop,
 *     │ stopped            ▼                  │ ended,           │ ended,
 *     └──────────────── stopping ◀────────────┴─failed ──────────┘ failed
 * ```
 */
export type Session =
  | { readonly state: 'inactive'; readonly last?: Outcome }
  | { readonly state: 'starting' | 'recording' | 'paused'; readonly recordingId: RecordingId }
  | ({ readonly state: 'stopping'; readonly recordingId: RecordingId } & Cause);

/** The limit, set by the user before the start, that stops a recording: its duration, its size, or silence. */
export type Limit =
  | { readonly what: 'time'; readonly ms: number }
  | { readonly what: 'size'; readonly bytes: number }
  /** How long the source was silent. */
  | { readonly what: 'silence'; readonly ms: number };

/** Why a session ends if the user does not stop it: a failure, a limit, or neither. */
export interface Cause {
  readonly failure?: Failure;
  readonly limit?: Limit;
}

/** How the last session ended. */
export interface Outcome extends Cause {
  readonly recordingId: RecordingId;
  /** Whether a recording with that id was saved, as far as it is known. */
  readonly saved: boolean;
  /** The database has yet to say whether one was saved: it could not be read. */
  readonly unread?: true;
}

/** What can happen to a session: commands of the user, the end of the source, and the progress of the recorder. */
export type SessionEvent =
  | { readonly type: 'start'; readonly recordingId: RecordingId }
  | { readonly type: 'started' | 'pause' | 'resume' | 'requestData' | 'stop' }
  /** A limit that the user set is reached. */
  | { readonly type: 'reached'; readonly limit: Limit }
  /** All tracks ended. */
  | { readonly type: 'ended'; readonly failure?: Failure }
  /** Something failed; the data so far is kept. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The last slice is on disk, or there was none. */
  | { readonly type: 'stopped'; readonly saved: boolean }
  /** The start failed, and nothing was written. */
  | { readonly type: 'not-started'; readonly failure: Failure };

/** Nothing is recorded. */
export const inactive: Session = { state: 'inactive' };

/**
 * The next state, or the failure that refuses the event and leaves the state unchanged.
 * `start` when not inactive is refused with an `InvalidStateError`, as in
 * {@link https://www.w3.org/TR/mediastream-recording/#dom-mediarecorder-start MediaRecorder.start()};
 * `pause` when paused and `resume` when recording change nothing.
 */
export function transition(session: Session, event: SessionEvent): Result<Session> {
  switch (event.type) {
    case 'start':
      if (session.state !== 'inactive') {
        return fail('already-recording', `InvalidStateError: start() while ${session.state}`);
      }
      return ok({ state: 'starting', recordingId: event.recordingId });
    case 'started':
      return session.state === 'starting' ? ok({ ...session, state: 'recording' }) : ok(session);
    case 'pause':
      return isRunning(session) ? ok({ ...session, state: 'paused' }) : notRecording(session, event);
    case 'resume':
      return isRunning(session) ? ok({ ...session, state: 'recording' }) : notRecording(session, event);
    case 'requestData':
      return isRunning(session) ? ok(session) : notRecording(session, event);
    case 'stop':
      return session.state === 'inactive' ? notRecording(session, event) : ok(stopping(session));
    case 'reached':
    case 'ended':
      return ok(isOver(session) ? session : stopping(session, causeOf(event)));
    case 'failed':
      return ok(session.state === 'inactive' ? session : stopping(session, causeOf(event)));
    case 'stopped':
      return ok(inactiveAfter(session, event.saved));
    case 'not-started':
      return ok(
        isCancelled(session, event.failure) ? inactive : inactiveAfter(session, false, event.failure),
      );
  }
}

/** A recording is starting, running or stopping. */
export type Active = Exclude<Session, { state: 'inactive' }>;
type Running = Active & { readonly state: 'recording' | 'paused' };

/** Whether `MediaRecorder` runs: `pause`, `resume` and `requestData` are possible. */
export function isRunning(session: Session): session is Running {
  return session.state === 'recording' || session.state === 'paused';
}

function isOver(
  session: Session,
): session is Exclude<Session, { state: 'starting' | 'recording' | 'paused' }> {
  return session.state === 'inactive' || session.state === 'stopping';
}

function notRecording(session: Session, event: SessionEvent) {
  return fail('not-recording', `InvalidStateError: ${event.type} while ${session.state}`);
}

function causeOf({ failure, limit }: Cause): Cause {
  if (failure !== undefined) return { failure };
  return limit === undefined ? {} : { limit };
}

/** The first reason stays, because later ones follow from it. But a failure replaces a limit. */
function stopping(session: Active, reason: Cause = {}): Session {
  const known = session.state === 'stopping' ? causeOf(session) : {};
  const cause = known.failure === undefined ? { ...known, ...reason } : known;
  const { recordingId } = session;
  return { state: 'stopping', recordingId, ...causeOf(cause) };
}

/** The user cancelled the start: there is nothing to report. */
function isCancelled(session: Session, { code }: Failure): boolean {
  return code === 'start-cancelled' && session.state === 'stopping' && session.failure === undefined;
}

function inactiveAfter(session: Session, saved: boolean, reason?: Failure): Session {
  if (session.state === 'inactive') return session;
  const { recordingId } = session;
  const known = session.state === 'stopping' ? causeOf(session) : {};
  const why = known.failure ?? reason ?? (saved ? undefined : failure('nothing-to-record'));
  return {
    state: 'inactive',
    last: { recordingId, saved, ...(why === undefined ? known : { failure: why }) },
  };
}

/** Whether the recorder is gone, and the database has yet to say what is saved. */
export function isEndLate(session: Session): boolean {
  return session.state === 'stopping' && session.failure?.code === 'recorder-gone';
}
