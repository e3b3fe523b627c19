import { type ReadonlySignal, signal } from '@preact/signals';
import type { RecordingId } from '../domain/recording';
import type { TakenMedia } from '../files/media-access';

/** What is open at one recording, or the question about some: only one in the whole library. */
export type Open =
  | { readonly what: 'video'; readonly id: RecordingId; readonly url: string; readonly taken: TakenMedia }
  | { readonly what: 'rename'; readonly id: RecordingId }
  /** `held`: still being written, and can't be deleted; `isUsed`: a page plays or downloads some of them. */
  | {
      readonly what: 'delete';
      readonly ids: readonly RecordingId[];
      readonly held: readonly RecordingId[];
      readonly isUsed: boolean;
      /** What comes back on the disk, if other recordings need some of its media. */
      readonly freedBytes?: number;
    };

/** The video, the form or the question that is open. */
export interface Opened {
  readonly open: ReadonlySignal<Open | undefined>;
  /** Opens it instead of what was open. */
  show(next: Open | undefined): void;
  /** Closes the video, the form or the question. */
  close(): void;
}

/** Whether that is the video or the form of a recording. */
export function isOpenAt<O extends Open>(
  open: O | undefined,
  id: RecordingId,
): open is Extract<O, { readonly id: RecordingId }> {
  return open !== undefined && 'id' in open && open.id === id;
}

/** Nothing is open. @param release called with the media of a video that is closed */
export function createOpened(release: (taken: TakenMedia) => void): Opened {
  const open = signal<Open | undefined>(undefined);
  const show = (next: Open | undefined) => {
    const { value: before } = open;
    open.value = next;
    if (before?.what === 'video') release(before.taken);
  };
  return { open, show, close: () => show(undefined) };
}
