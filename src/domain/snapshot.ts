import * as v from 'valibot';
import { colorMatrixSchema } from './color';
import { fail, failureSchema, ok, type Result } from './failure';
import { type Container, containerSchema, formatIdSchema } from './format';
import { sourceSchema } from './options';
import { tabReferenceSchema, tabStateSchema } from './plan';
import { savedEveryMs } from './recording';
import { inactive, isRunning, type Outcome, type Session } from './session';

const disk = v.object({ freeBytes: v.number(), lastsMs: v.number(), low: v.boolean() });

const microphone = v.object({
  /** The device's name, as the browser reports it. */
  label: v.string(),
  muted: v.boolean(),
  /** `silent`: no sound for a while although it is not muted; `gone`: unplugged, and used again once it is back. */
  state: v.picklist(['live', 'silent', 'gone']),
});

/** What the recorder knows of the microphone. */
export type MicrophoneProgress = Readonly<v.InferOutput<typeof microphone>>;

const inset = v.object({
  shown: v.boolean(),
  /** `gone`: the camera was unplugged; the recording continues without it. */
  state: v.picklist(['live', 'gone']),
});

const progress = v.object({
  source: sourceSchema,
  container: containerSchema,
  timesliceMs: v.nullable(v.number()),
  /** Recorded time in ms, without pauses, at the moment `measuredAt`. */
  elapsedMs: v.number(),
  /** When this was measured, in ms since the epoch. */
  measuredAt: v.number(),
  /** On disk: bytes, slices, and the recorded time in ms that they cover. */
  bytes: v.number(),
  sliceCount: v.number(),
  safeMs: v.number(),
  /** When the last slice reached the disk, in ms since the epoch; absent before the first. */
  savedAt: v.exactOptional(v.number()),
  /** No slice for longer than {@link stallLimitMs}: something must be wrong. */
  stalled: v.boolean(),
  /** No data for a while although the source is live, and `requestData()` returned none either. */
  unanswered: v.exactOptional(v.boolean()),
  /** Absent until it is known, and if the browser does not report it. */
  disk: v.exactOptional(v.pipe(disk, v.readonly())),
  /** Present if a microphone is recorded. */
  microphone: v.exactOptional(v.pipe(microphone, v.readonly())),
  /** Present if the camera can be shown in a corner: beside a tab, window or screen, once it is allowed. */
  inset: v.exactOptional(v.pipe(inset, v.readonly())),
  /** The matrix by which the source's colors were really made, once it is known. */
  matrix: v.exactOptional(colorMatrixSchema),
  /** Whether the source itself has audio: the tab's, or the system's. */
  sourceSound: v.boolean(),
  /** Present if the browser has ended the source's audio during the recording. */
  sourceSoundGone: v.exactOptional(v.boolean()),
  /** Whether the recorded camera is gone; the recording continues with the audio. */
  pictureGone: v.exactOptional(v.boolean()),
});

/** What the recorder knows of the recording in progress. */
export type Progress = Readonly<v.InferOutput<typeof progress>>;

const openTab = v.object({ ...tabReferenceSchema.entries, ...tabStateSchema.entries });

/** A tab whose picture and audio are open, and its state. */
export type OpenTab = Readonly<v.InferOutput<typeof openTab>>;

const rescue = v.object({
  recordingId: v.string(),
  /** The recording's. */
  name: v.string(),
  format: formatIdSchema,
  /** A `blob:` address, valid as long as the recorder lives. */
  url: v.string(),
  /** The size of the file. */
  bytes: v.number(),
  /** How much of it is not on disk. */
  unsavedBytes: v.number(),
  /** Whether it is the whole recording, or only its end. */
  isWhole: v.boolean(),
});

/** A recording whose end the disk refused: a file of it, in the recorder's memory. */
export type Rescue = Readonly<v.InferOutput<typeof rescue>>;

const cause = {
  failure: v.exactOptional(failureSchema),
  limit: v.exactOptional(
    v.variant('what', [
      v.object({ what: v.picklist(['time', 'silence']), ms: v.number() }),
      v.object({ what: v.literal('size'), bytes: v.number() }),
    ]),
  ),
};

/** Reads an {@link Outcome}. */
export const outcomeSchema: v.GenericSchema<unknown, Outcome> = v.object({
  recordingId: v.string(),
  saved: v.boolean(),
  unread: v.exactOptional(v.literal(true)),
  ...cause,
});

const session: v.GenericSchema<unknown, Session> = v.variant('state', [
  v.object({ state: v.literal('inactive'), last: v.exactOptional(outcomeSchema) }),
  v.object({ state: v.picklist(['starting', 'recording', 'paused']), recordingId: v.string() }),
  v.object({ state: v.literal('stopping'), recordingId: v.string(), ...cause }),
]);

/**
 * Which recorder, by the time at which it began; whether it is gone, so that the service worker writes in its place;
 * and how many snapshots either has written.
 */
const revision = v.tuple([v.number(), v.picklist([0, 1]), v.number()]);

/** The revision of a {@link RecorderSnapshot}. */
export type SnapshotRevision = Readonly<v.InferOutput<typeof revision>>;

/** Reads a {@link RecorderSnapshot}. */
export const snapshotSchema = v.pipe(
  v.object({
    revision: v.pipe(revision, v.readonly()),
    session,
    /** Present unless the session is inactive or has yet to begin recording. */
    progress: v.exactOptional(v.pipe(progress, v.readonly())),
    /**
     * The tab that is recorded, or is to be once the countdown is over. If it crashes, the recording continues once it is
     * reloaded; muted by the user, it is recorded, and not played. Absent if the user chose the source in the browser's
     * picker.
     */
    tab: v.exactOptional(v.pipe(openTab, v.readonly())),
    /** A source is still being opened, perhaps by the user in the browser's picker, which only the recorder's end closes. */
    opening: v.exactOptional(v.literal(true)),
    /** What could not be written to disk, until the user has saved or discarded it; the recorder stays open for it. */
    rescues: v.exactOptional(v.pipe(v.array(v.pipe(rescue, v.readonly())), v.readonly())),
    /** A file is being made, to be downloaded or saved to the user's folder. */
    downloading: v.exactOptional(v.literal(true)),
    /** While `starting`: the streams are open and the countdown runs until this moment, in ms since the epoch. */
    countdownEndsAt: v.exactOptional(v.number()),
  }),
  v.readonly(),
);

/**
 * What the recorder is doing. The recorder writes it as long as it lives; then the service worker does, which has
 * closed it or missed it.
 */
export type RecorderSnapshot = v.InferOutput<typeof snapshotSchema>;

/**
 * Reads a snapshot from another context; unknown fields are dropped.
 *
 * @returns the snapshot, or the failure `unexpected` if any part of it is missing or invalid
 */
export function parseSnapshot(value: unknown): Result<RecorderSnapshot> {
  const snapshot = v.safeParse(snapshotSchema, value);
  return snapshot.success ? ok(snapshot.output) : fail('unexpected', v.summarize(snapshot.issues));
}

/** No recorder has reported yet. */
export const noSnapshot: RecorderSnapshot = { revision: [0, 0, 0], session: inactive };

/**
 * The revisions of a recorder's snapshots, one higher with each call.
 *
 * @param recorder higher than that of every recorder before; see {@link SnapshotRevision}
 */
export function createRevisions(recorder: number): () => SnapshotRevision {
  let count = 0;
  return () => {
    count += 1;
    return [recorder, 0, count];
  };
}

/** The revision of what the service worker writes once the recorder of `known` is gone. */
export function revisionAfter([recorder, isGone, count]: SnapshotRevision): SnapshotRevision {
  return isGone === 0 ? [recorder, 1, 1] : [recorder, 1, count + 1];
}

/** Whether there is something to stop: it records, or is about to, with its sources open. */
export function isUnderWay({ session, opening }: RecorderSnapshot): boolean {
  return isRunning(session) || (session.state === 'starting' && opening === undefined);
}

/** Reads {@link Levels}. */
export const levelsSchema = v.object({
  microphone: v.exactOptional(v.number()),
  /** The tab's audio, or the system's. */
  source: v.exactOptional(v.number()),
});

/** The current peak of each input, 0 to 1. Absent if there is no such input. */
export type Levels = Readonly<v.InferOutput<typeof levelsSchema>>;

/**
 * How long without data on disk is too long, in ms: twice the cadence and two seconds. `null` without a
 * timeslice: then nothing is due.
 */
export function stallLimitMs(container: Container, timesliceMs: number | null): number | null {
  if (timesliceMs === null) return null;
  return 2 * savedEveryMs(container, timesliceMs) + 2000;
}
