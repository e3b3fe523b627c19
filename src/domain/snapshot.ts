import type { DiskSpace } from './disk-space';
import type { Failure } from './failure';
import { type Container, expectedCadenceMs, type FormatId } from './format';
import type { Source } from './options';
import type { TabReference } from './plan';
import { draftEveryMs, type RecordingId } from './recording';
import { isRunning, type Session } from './session';

/** What the recorder knows of the recording in progress. */
export interface Progress {
  readonly source: Source;
  /** The recorded tab; absent where the person picked the source in the browser's dialog. */
  readonly tab?: TabReference;
  readonly container: Container;
  readonly timesliceMs: number | null;
  /** Recorded time in ms, pauses left out, at the moment {@link measuredAt}. */
  readonly elapsedMs: number;
  /** When this was measured, in ms since the epoch. */
  readonly measuredAt: number;
  /** On disk: bytes, slices, and the recorded time in ms that they cover. */
  readonly bytes: number;
  readonly sliceCount: number;
  readonly safeMs: number;
  /** When the last slice reached the disk, in ms since the epoch; absent before the first. */
  readonly savedAt?: number;
  /** No slice for so long that something must be wrong; see {@link stallLimitMs}. */
  readonly stalled: boolean;
  /** No data for 10 s although the source is live, and `requestData()` gave none either. */
  readonly unanswered?: boolean;
  /** The recorded tab has crashed; the recording goes on once it is loaded again. */
  readonly tabCrashed?: boolean;
  /** Absent until it is known, and where the browser can't tell. */
  readonly disk?: DiskSpace;
  /** Present where a microphone is recorded. */
  readonly microphone?: MicrophoneProgress;
  /** Present where the camera can be shown in a corner: beside a tab, window or screen, once it is allowed. */
  readonly inset?: InsetProgress;
  /** Whether the source itself gives sound: the tab's, or the system's. */
  readonly sourceSound: boolean;
}

/** What the recorder knows of the microphone. */
export interface MicrophoneProgress {
  /** The device's name, as the browser tells it. */
  readonly label: string;
  readonly muted: boolean;
  /** `silent`: nothing was heard for 5 s although it is not muted; `gone`: unplugged, and awaited. */
  readonly state: 'live' | 'silent' | 'gone';
}

/** What the recorder knows of the camera inset. */
export interface InsetProgress {
  readonly shown: boolean;
  /** `gone`: the camera was unplugged; the rest goes on. */
  readonly state: 'live' | 'gone';
}

/** How loud each input is at this moment: its peak, 0 to 1. Absent where there is no such input. */
export interface Levels {
  readonly microphone?: number;
  /** The tab's sound, or the system's. */
  readonly source?: number;
}

/** A recording that the disk refused to take to its end: a file of it, in the recorder's memory. */
export interface Rescue {
  readonly recordingId: RecordingId;
  /** The recording's. */
  readonly name: string;
  readonly format: FormatId;
  /** A `blob:` address; it lasts as long as the recorder. */
  readonly url: string;
  /** The size of the file. */
  readonly bytes: number;
  /** How much of it is not on disk. */
  readonly unsavedBytes: number;
  /** Whether it is the whole recording, or its end alone. */
  readonly isWhole: boolean;
}

/** The recorder's whole truth, as every other context sees it. */
export interface Snapshot {
  readonly session: Session;
  /** Present unless the session is inactive or has yet to begin what it records. */
  readonly progress?: Progress;
  /** A source is still being opened, perhaps by the person in the browser's dialog: only the recorder's end closes it. */
  readonly opening?: true;
  /** What could not be written to disk and waits to be saved by the person; the recorder lives on for it. */
  readonly rescues?: readonly Rescue[];
  /** While `starting`: the streams are open and the countdown runs until this moment, in ms since the epoch. */
  readonly countdownEndsAt?: number;
  /** Why a wish from the menu or the keyboard was refused, for the popup to show; known to the service worker alone. */
  readonly notice?: Failure;
  /** Recovered recordings that the person has not answered to, the newest first; known to the service worker alone. */
  readonly found?: readonly FoundRecording[];
}

/** Whether there is something to stop: it records, or is about to, with its sources open. */
export function isUnderWay({ session, opening }: Snapshot): boolean {
  return isRunning(session) || (session.state === 'starting' && opening === undefined);
}

/** A recording that was interrupted: its id, and how much of it is saved, in ms. */
export interface FoundRecording {
  readonly recordingId: RecordingId;
  readonly durationMs: number;
}

/**
 * How long without data on disk is too long, in ms: twice the cadence and two seconds. `null` without a
 * timeslice, where nothing is due.
 */
export function stallLimitMs(container: Container, timesliceMs: number | null): number | null {
  if (timesliceMs === null) return null;
  return 2 * expectedCadenceMs(container, Math.min(timesliceMs, draftEveryMs)) + 2000;
}
