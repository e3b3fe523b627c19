import { failure } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import { recordingFileName } from '../files/file-name';
import type { MediaAccess } from '../files/media-access';
import type { Attempts } from './attempts';
import { type MediaOpening, openingCancelled, unlessCancelled } from './media-opening';

/** What handing over needs from outside. */
export interface HandOverDeps {
  /** The part of `Navigator` that hands files to other apps; some browsers lack it. */
  readonly sharing: Partial<Pick<Navigator, 'canShare' | 'share'>>;
  readonly opening: Pick<MediaOpening, 'open'>;
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

/** A file that is being made for a drag. */
export interface PreparedDrag {
  /** `undefined` if there is none, or it can't be read. */
  readonly file: Promise<DraggedFile | undefined>;
  /** Shows how much of it is copied, if it has to be: the user waits for it now. */
  show(): void;
  /** Stops making it. */
  cancel(): void;
}

/** Hands recordings to other apps. */
export interface HandOver {
  /** Whether the browser can share the file of a recording. */
  canShare(recording: Recording): boolean;
  /** Shares the file of a recording by the system's dialog, after a click. */
  share(recording: Recording): Promise<void>;
  /** Makes the file of a recording for a drag. */
  prepareDrag(recording: Recording): PreparedDrag;
}

/** Uses Web Share, if the browser has it, and the drag and drop of Chromium. */
export function createHandOver({ sharing, opening, access, attempts }: HandOverDeps): HandOver {
  const asFile = (recording: Recording, media: readonly Blob[]) =>
    new File([...media], recordingFileName(recording), { type: typeOf(recording) });

  return {
    canShare: (recording) => sharing.canShare?.({ files: [asFile(recording, [])] }) === true,
    share: (recording) =>
      attempts.attempt(() =>
        unlessCancelled(async () => {
          let media: Blob | undefined;
          const taken = await access.take(recording, async (known) => {
            media = await opening.open(known);
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
      ),
    prepareDrag(recording) {
      const ending = new AbortController();
      let isShown = false;
      const make = async (): Promise<DraggedFile | undefined> => {
        const task = { ending, isShown: () => isShown };
        const taken = await access.take(recording, (known) => opening.open(known, task));
        if (taken === undefined) return undefined;
        return {
          downloadUrl: `${typeOf(recording)}:${recordingFileName(recording)}:${taken.url}`,
          end: (wasDragged) => (wasDragged ? access.releaseLater(taken) : void access.release(taken)),
        };
      };
      return {
        file: make().catch(() => undefined),
        show() {
          isShown = true;
        },
        cancel: () => ending.abort(openingCancelled),
      };
    },
  };
}

/** The type of the file, without its codecs: other apps know no others. */
function typeOf({ mimeType, format }: Recording): string {
  return mimeType.split(';')[0] || `video/${formatById(format).container}`;
}
