import { type ReadonlySignal, signal } from '@preact/signals';
import type { Recording, RecordingId } from '../domain/recording';
import type { RecorderSnapshot } from '../domain/snapshot';
import type { Listed } from '../storage/recordings';

/** The rows of the library, as last read. */
export interface Rows {
  /** The newest first; `undefined` until they are read. */
  readonly all: ReadonlySignal<readonly Recording[] | undefined>;
  /** What all media that has ended takes on the disk, each counted once. */
  readonly mediaBytes: ReadonlySignal<number>;
  /** Reads them again. Changes that come while they are read are read together, once. */
  reload(): Promise<void>;
}

/** What the rows need from outside. */
export interface RowsDeps {
  readonly list: () => Promise<Listed>;
  /** The recording that is being played: it stays until then, even if another page deletes it. */
  readonly played: () => RecordingId | undefined;
  /** Called once they are read. */
  readonly onRead: (rows: readonly Recording[]) => void;
  /** Runs the reading, and reports its failure. */
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
}

/** Nothing is read yet. */
export function createRows({ list, played, onRead, attempt }: RowsDeps): Rows {
  const all = signal<readonly Recording[] | undefined>(undefined);
  const mediaBytes = signal(0);
  let reading: Promise<void> | undefined;
  let isStale = false;

  const withPlayed = (listed: readonly Recording[]): readonly Recording[] => {
    const id = played();
    const kept = all.value?.find((recording) => recording.id === id);
    if (kept === undefined || listed.some((recording) => recording.id === id)) return listed;
    return [...listed, kept].sort((one, other) => other.createdAt - one.createdAt);
  };

  const read = async () => {
    do {
      isStale = false;
      const listed = await list();
      mediaBytes.value = listed.mediaBytes;
      all.value = merge(all.value ?? [], withPlayed(listed.recordings));
    } while (isStale);
    onRead(all.value);
  };

  return {
    all,
    mediaBytes,
    reload() {
      isStale = true;
      reading ??= attempt(read).finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

/** A row that has not changed stays the same object, so that one change among a thousand draws one card. */
function merge(before: readonly Recording[], now: readonly Recording[]): readonly Recording[] {
  if (before.length === 0) return now;
  const known = new Map(before.map((recording) => [recording.id, recording]));
  return now.map((recording) => {
    const old = known.get(recording.id);
    return old !== undefined && contentOf(old) === contentOf(recording) ? old : recording;
  });
}

const contents = new WeakMap<Recording, string>();

/** A row is plain data. Whether its slices were inspected shows nowhere. */
function contentOf(recording: Recording): string {
  const known = contents.get(recording);
  if (known !== undefined) return known;
  const { isIntact: _, ...shown } = recording;
  const content = JSON.stringify(shown);
  contents.set(recording, content);
  return content;
}

/** Whether the recorder is busy with that recording. */
export function isLive(recording: Recording, { session }: RecorderSnapshot): boolean {
  return session.state !== 'inactive' && session.recordingId === recording.id;
}

/** A recording in progress with the recorder's figures, which are newer than its row. */
export function withProgress(recording: Recording, snapshot: RecorderSnapshot): Recording {
  const { progress } = snapshot;
  if (progress === undefined || !isLive(recording, snapshot)) return recording;
  const { safeMs, bytes, sliceCount } = progress;
  return { ...recording, state: 'recording', durationMs: safeMs, bytes, sliceCount };
}
