import { type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';
import type { OpeningWatch } from '../files/media-reader';
import type { OpenedMedia } from '../storage/media';

/** The opening of a file, as the task sees it that needs the file. */
export interface OpeningTask extends Pick<OpeningWatch, 'originals'> {
  /** Ends it. */
  readonly ending?: AbortController;
  /** Whether a copy that it needs is shown. */
  readonly isShown?: () => boolean;
}

/** Opens the files of recordings. One of very many pieces is copied, which can be watched and canceled. */
export interface MediaOpening {
  /** The file that is being copied because it has too many pieces; the share that is written, 0 to 1. */
  readonly copying: ReadonlySignal<{ readonly id: RecordingId; readonly share: number } | undefined>;
  cancelCopy(): void;
  /**
   * The file of a recording.
   *
   * @throws DOMException {@link openingCancelled} if the user has canceled it; see `MediaReader.open` for the others
   */
  open(recording: Recording, task?: OpeningTask): Promise<Blob>;
}

/** What the opening needs from outside. */
export interface MediaOpeningDeps {
  readonly openMedia: (recording: Recording, watch?: OpeningWatch) => Promise<OpenedMedia>;
  /** Called with the damage that showed when a recording was opened, or without any. */
  readonly onInspected: (id: RecordingId, damage: Damage | undefined) => void;
}

/** Why a file wasn't opened that the user doesn't want any more. */
export const openingCancelled = new DOMException('The user canceled it', 'AbortError');

/** Does something with a file, unless the user cancels its opening. */
export async function unlessCancelled(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error !== openingCancelled) throw error;
  }
}

/** Opens none yet. */
export function createMediaOpening({ openMedia, onInspected }: MediaOpeningDeps): MediaOpening {
  const copying = signal<{ readonly id: RecordingId; readonly share: number } | undefined>(undefined);
  /** The one whose copy is shown. */
  let shown: AbortController | undefined;
  const opening = new Map<RecordingId, Promise<OpenedMedia>>();

  /** Two copies of a file at once would be written to the same place. */
  const openInTurn = async (recording: Recording, watch: OpeningWatch): Promise<OpenedMedia> => {
    const { id } = recording;
    const before = opening.get(id)?.catch(() => undefined);
    const now = (before ?? Promise.resolve()).then(() => openMedia(recording, watch));
    opening.set(id, now);
    try {
      return await now;
    } finally {
      if (opening.get(id) === now) opening.delete(id);
    }
  };

  return {
    copying,
    cancelCopy: () => shown?.abort(openingCancelled),
    async open(recording, { ending = new AbortController(), isShown = () => true, ...task } = {}) {
      const { id } = recording;
      const { signal: ended } = ending;
      const progress = (share: number) => {
        if (ended.aborted || !isShown()) return;
        shown = ending;
        copying.value = { id, share };
      };
      try {
        const { file, damage } = await openInTurn(recording, { ...task, signal: ended, progress });
        onInspected(id, damage);
        return file;
      } finally {
        if (shown === ending) {
          shown = undefined;
          copying.value = undefined;
        }
      }
    },
  };
}
