import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { failure } from '../domain/failure';
import { formatById } from '../domain/format';
import type { Recording, RecordingId } from '../domain/recording';
import { recordingFileName } from '../files/file-name';
import type { MediaAccess, TakenMedia } from '../files/media-access';
import type { Attempts } from './attempts';
import { type MediaOpening, openingCancelled, unlessCancelled } from './media-opening';

/** How long a file that is ready to be shared waits for the other click, in ms: its copy may take gigabytes. */
export const readyMs = 10 * 60_000;

/** What handing over needs from outside. */
export interface HandOverDeps {
  /** The part of `Navigator` that hands files to other apps; some browsers lack it. */
  readonly sharing: Partial<Pick<Navigator, 'canShare' | 'share' | 'userActivation'>>;
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

/** A file that waits for the click that shares it. */
interface ReadyFile {
  readonly id: RecordingId;
  readonly taken: TakenMedia;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Hands recordings to other apps. */
export interface HandOver {
  /** Whether the browser can share the file of a recording. */
  canShare(recording: Recording): boolean;
  /** The recording whose file is ready to be shared, for {@link readyMs}: making it outlasted the click. */
  readonly readyToShare: ReadonlySignal<RecordingId | undefined>;
  /** Shares the file of a recording by the system's dialog, after a click; once more if it is {@link readyToShare}. */
  share(recording: Recording): Promise<void>;
  /** Releases the file that is ready to be shared, unless its recording is still there. */
  forgetShare(isThere: (id: RecordingId) => boolean): void;
  /** Makes the file of a recording for a drag. */
  prepareDrag(recording: Recording): PreparedDrag;
}

/** Uses Web Share, if the browser has it, and the drag and drop of Chromium. */
export function createHandOver({ sharing, opening, access, attempts }: HandOverDeps): HandOver {
  const asFile = (recording: Recording, media: readonly Blob[]) =>
    new File([...media], recordingFileName(recording), { type: typeOf(recording) });

  const ready = signal<ReadyFile | undefined>(undefined);
  const endReady = () => {
    const { value } = ready;
    clearTimeout(value?.timer);
    ready.value = undefined;
    return value;
  };
  const dropReady = () => {
    const dropped = endReady();
    if (dropped !== undefined) void access.release(dropped.taken);
  };
  /** @returns what was ready for the recording; what was ready for another is released */
  const takeReady = (id: RecordingId) => {
    if (ready.value?.id === id) return endReady()?.taken;
    dropReady();
    return undefined;
  };

  const send = async (recording: Recording, taken: TakenMedia) => {
    try {
      await sharing.share?.({ files: [asFile(recording, [taken.media])] });
    } catch (error) {
      const { name, message } = error as DOMException;
      // The user has closed the dialog.
      if (name !== 'AbortError') attempts.report(failure('share-refused', `${name}: ${message}`));
    } finally {
      await access.release(taken);
    }
  };

  return {
    canShare: (recording) => sharing.canShare?.({ files: [asFile(recording, [])] }) === true,
    readyToShare: computed(() => ready.value?.id),
    share: (recording) =>
      attempts.attempt(() =>
        unlessCancelled(async () => {
          const { id } = recording;
          const known = takeReady(id);
          if (known !== undefined) return send(recording, known);
          const taken = await access.take(recording, (current) => opening.open(current));
          if (taken === undefined) return attempts.report(failure('recording-not-found', id));
          // https://html.spec.whatwg.org/multipage/interaction.html#transient-activation
          if (sharing.userActivation?.isActive !== false) return send(recording, taken);
          dropReady();
          ready.value = { id, taken, timer: setTimeout(dropReady, readyMs) };
        }),
      ),
    forgetShare(isThere) {
      const { value } = ready;
      if (value !== undefined && !isThere(value.id)) dropReady();
    },
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
