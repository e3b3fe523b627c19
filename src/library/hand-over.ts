import { failure } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { recordingFileName } from '../files/file-name';
import type { MediaAccess } from '../files/media-access';
import type { OpenedMedia } from '../storage/media';
import type { Attempts } from './attempts';

/** What handing over needs from outside. */
export interface HandOverDeps {
  /** The part of `Navigator` that hands files to other apps; some browsers lack it. */
  readonly sharing: Partial<Pick<Navigator, 'canShare' | 'share'>>;
  readonly openMedia: (recording: Recording) => Promise<OpenedMedia>;
  readonly access: MediaAccess;
  readonly attempts: Attempts;
}

/** A file that is ready to be dragged out of the page. */
export interface DraggedFile {
  /** In the format of Chromium: type, name and address. */
  readonly downloadUrl: string;
  /** Releases it: after a drag only once another app must have read it. */
  end(wasDragged: boolean): void;
}

/** Hands recordings to other apps. */
export interface HandOver {
  /** Whether the browser can share the file of a recording. */
  canShare(recording: Recording): boolean;
  /** Shares the file of a recording by the system's dialog, after a click. */
  share(recording: Recording): Promise<void>;
  /** Makes the file of a recording for a drag; `undefined` if there is none, or it can't be read. */
  prepareDrag(recording: Recording): Promise<DraggedFile | undefined>;
}

/** Uses Web Share, if the browser has it, and the drag and drop of Chromium. */
export function createHandOver({ sharing, openMedia, access, attempts }: HandOverDeps): HandOver {
  const asFile = (recording: Recording, media: readonly Blob[]) =>
    new File([...media], recordingFileName(recording), { type: typeOf(recording) });

  return {
    canShare: (recording) => sharing.canShare?.({ files: [asFile(recording, [])] }) === true,
    share: (recording) =>
      attempts.attempt(async () => {
        let media: Blob | undefined;
        const taken = await access.take(recording, async (known) => {
          media = (await openMedia(known)).file;
          return media;
        });
        if (taken === undefined || media === undefined) {
          return attempts.report(failure('recording-not-found', recording.id));
        }
        try {
          await sharing.share?.({ files: [asFile(recording, [media])] });
        } catch (error) {
          const { name, message } = error as DOMException;
          // The user has closed the dialog.
          if (name !== 'AbortError') attempts.report(failure('share-refused', `${name}: ${message}`));
        } finally {
          await access.release(taken);
        }
      }),
    async prepareDrag(recording) {
      const taken = await access
        .take(recording, async (known) => (await openMedia(known)).file)
        .catch(() => undefined);
      if (taken === undefined) return undefined;
      return {
        downloadUrl: `${typeOf(recording)}:${recordingFileName(recording)}:${taken.url}`,
        end: (wasDragged) => (wasDragged ? access.releaseLater(taken) : void access.release(taken)),
      };
    },
  };
}

/** The type of the file, without its codecs: other apps know no others. */
function typeOf({ mimeType, format }: Recording): string {
  return mimeType.split(';')[0] || `video/${formatById(format).container}`;
}
