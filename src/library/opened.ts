import { type ReadonlySignal, signal } from '@preact/signals';
import type { RecordingId } from '../domain/recording';
import type { Timeline } from '../domain/timeline';
import type { PlayedFile } from '../player/played-file';

/** What is open at one recording, or the question about some: only one in the whole library. */
export type Open =
  | OpenVideo
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

/** A recording that is played: its file, or its originals while that is made. */
export interface OpenVideo {
  readonly what: 'video';
  readonly id: RecordingId;
  readonly file: PlayedFile;
  /** Its own file, once it is made, if the originals are played until then. */
  readonly ownFile?: ReadonlySignal<PlayedFile | undefined>;
  /** What is stored along it; `undefined` until it is read, and if it can't be. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  /** Releases what is played. */
  readonly release: () => void;
}

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

/** Nothing is open. */
export function createOpened(): Opened {
  const open = signal<Open | undefined>(undefined);
  const show = (next: Open | undefined) => {
    const { value: before } = open;
    open.value = next;
    if (before?.what === 'video') before.release();
  };
  return { open, show, close: () => show(undefined) };
}
