import { type Cue, writeSrt, writeVtt } from '../domain/captions';
import { failure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { StoryboardPicture } from '../domain/storyboard';
import type { Timeline } from '../domain/timeline';
import { captionsFileName, frameFileName, recordingFileName } from '../files/file-name';
import type { MediaAccess, MediaAccessDeps } from '../files/media-access';
import type { CaptionsSource } from '../player/captions';
import type { TimelineSource } from '../player/timeline-source';
import type { Attempts } from './attempts';
import type { IdleWork } from './idle-work';
import { type MediaOpening, type MediaOpeningDeps, unlessCancelled } from './media-opening';
import type { Opened } from './opened';
import { createPlaying, type PlayingDeps } from './playing';

/** What can be done with the media of a recording. */
export interface MediaActions extends Pick<MediaOpening, 'copying' | 'cancelCopy'> {
  play(recording: Recording): Promise<void>;
  download(recording: Recording): Promise<void>;
  /** Downloads recordings, one after another. The browser may ask once whether the page may download several files. */
  downloadAll(recordings: readonly Recording[]): Promise<void>;
  /** Downloads the slices unchanged, even those that can't be joined. */
  downloadPieces(recording: Recording): Promise<void>;
  /** What a player needs to show a recording along its time. */
  timelineOf(recording: Recording, stored: TimelineSource['stored']): TimelineSource;
  /** What a player needs to show, save and download captions. */
  captionsOf(recording: Recording): CaptionsSource;
  /** Downloads a frame of a recording. @param atMs where it is shown, in ms of the file */
  saveFrame(recording: Recording, picture: Blob, atMs: number): void;
}

/** The media of recordings, as the storage knows it. */
export interface MediaStorage extends Pick<MediaOpeningDeps, 'openMedia'> {
  openPieces(recording: Recording): Promise<Blob>;
  /** Keeps captions instead of those before; `undefined`: none. @returns whether the recording exists */
  saveCaptions(id: RecordingId, captions: readonly Cue[] | undefined): Promise<boolean>;
  timeline(recording: Recording): Promise<Timeline>;
  /** Measures the peaks of a recording's audio in its file. */
  measurePeaks(recording: Recording, signal: AbortSignal): Promise<Uint8Array>;
  /** Makes the storyboard of a recording that has none, and keeps it. */
  makePictures(recording: Recording, signal: AbortSignal): Promise<readonly StoryboardPicture[]>;
}

/** What the actions need from the library. */
export interface MediaActionsDeps
  extends Pick<MediaAccessDeps, 'urls' | 'download'>,
    Pick<PlayingDeps, 'later'> {
  readonly storage: MediaStorage;
  readonly access: MediaAccess;
  readonly opening: MediaOpening;
  readonly attempts: Attempts;
  readonly opened: Opened;
  readonly idleWork: IdleWork;
  readonly reload: () => Promise<void>;
  /** Called once something was changed. */
  readonly onChanged: () => void;
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
}

/** Plays and downloads recordings. */
export function createMediaActions(deps: MediaActionsDeps): MediaActions {
  const { storage, access, opening, attempts, opened, idleWork } = deps;
  const { attempt } = attempts;

  const take = async (recording: Recording, read: (recording: Recording) => Promise<Blob>) => {
    const taken = await idleWork.during(() => access.take(recording, read));
    if (taken !== undefined) return taken;
    attempts.report(failure('recording-not-found', recording.id));
    await deps.reload();
    return undefined;
  };

  const save = (recording: Recording, read: (recording: Recording) => Promise<Blob>) =>
    attempt(() =>
      unlessCancelled(async () => {
        const taken = await take(recording, read);
        if (taken === undefined) return;
        access.save(taken, recordingFileName(recording));
      }),
    );

  const downloadFile = (file: Blob, name: string) => {
    const url = deps.urls.create(file);
    deps.download(url, name);
    // The browser holds the file from the click on.
    deps.soon(() => deps.urls.revoke(url));
  };

  return {
    copying: opening.copying,
    cancelCopy: opening.cancelCopy,
    play: createPlaying({
      take,
      readTimeline: storage.timeline,
      later: deps.later,
      access,
      opening,
      attempts,
      opened,
    }),
    download: (recording) => save(recording, opening.open),
    async downloadAll(recordings) {
      for (const recording of recordings) await save(recording, opening.open);
    },
    downloadPieces: (recording) => save(recording, storage.openPieces),
    timelineOf: (recording, stored) => ({
      hasAudio: recording.hasAudio,
      stored,
      measurePeaks: (signal) => storage.measurePeaks(recording, signal),
      makePictures: (signal) => storage.makePictures(recording, signal),
    }),
    captionsOf: (recording) => ({
      cues: recording.captions ?? [],
      async save(cues) {
        const saved = await attempts.tryOnce(() => storage.saveCaptions(recording.id, cues));
        if (saved.ok && saved.value) deps.onChanged();
        await deps.reload();
        return saved.ok && saved.value;
      },
      download(kind) {
        const text = (kind === 'vtt' ? writeVtt : writeSrt)(recording.captions ?? []);
        const type = kind === 'vtt' ? 'text/vtt' : 'application/x-subrip';
        downloadFile(new Blob([text], { type }), captionsFileName(recording, kind));
      },
    }),
    saveFrame: (recording, picture, atMs) => downloadFile(picture, frameFileName(recording, atMs)),
  };
}
