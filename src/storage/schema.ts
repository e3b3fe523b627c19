import type { DBSchema } from 'idb';
import type { MediaPart } from '../container/media-index';
import type { Clip } from '../domain/clip';
import type { Folder } from '../domain/folder';
import type { FolderCopy } from '../domain/folder-copy';
import type { Media, MediaId } from '../domain/media';
import type { RecordingId, Slice } from '../domain/recording';
import type { StoryboardPicture } from '../domain/storyboard';

/** A row of the object store `slices`: a slice, a draft, or a pack of slices, with the numbers of the last of them. */
export interface StoredSlice extends Slice {
  /** Its part of the container's index; absent if its bytes could not be indexed. */
  readonly part?: MediaPart;
  /** The tables of a pack's part, detached from it (`container/part-tables`): rows without them are read faster. */
  readonly tables?: Blob;
  /** The tables of several packs, of which this is the last: one Blob is read faster than many. */
  readonly groupTables?: Blob;
  /** How long the previous slice's commit took, in ms: it is known only after it. */
  readonly commitBeforeMs?: number;
  /** The slices and drafts that a pack consists of. */
  readonly packed?: PackedSlices;
}

/** What a pack keeps of each slice or draft in it, in order. */
export interface PackedSlices {
  /** Which slice of the recording it is or belongs to, counted from 1. */
  readonly numbers: Uint32Array;
  readonly bytes: Uint32Array;
  /** See {@link Slice}; rounded. */
  readonly coversMs: Uint32Array;
  /** How long its commit took, in ms; NaN if that is not known. */
  readonly commitMs: Float32Array;
}

/** A row of the object store `thumbnails`. */
export interface StoredThumbnail {
  /** The id of the clip, under the name that version 2 gave it. */
  readonly recordingId: RecordingId;
  readonly picture: Blob;
}

/** Another row of the object store `thumbnails`: see `storage/waveform`. */
export interface StoredPeaks {
  /** Made of the id of the clip. */
  readonly recordingId: string;
  readonly peaks: Uint8Array;
}

/** Another row of the object store `thumbnails`: see `storage/storyboard`. */
export interface StoredStoryboardPicture extends StoryboardPicture {
  /** Made of the id of the clip, or of its media, and of its time. */
  readonly recordingId: string;
}

/** The row of the object store `folder`. */
export interface StoredFolder extends Folder {
  readonly id: 'folder';
  /** The only place that can keep it: `storage.local` can't. */
  readonly handle: FileSystemDirectoryHandle;
}

/** The object stores. */
export interface Schema extends DBSchema {
  /** What recorders wrote, without its bytes. */
  media: { key: MediaId; value: Media };
  /** Ranges of media; the library shows one row for each. */
  clips: { key: RecordingId; value: Clip };
  /**
   * Keyed by media and sequence, so that the slices of media are one range, in order. Since version 1 the key has been
   * called `recordingId`: under another name, every Blob would have to be moved.
   */
  slices: { key: [MediaId, number]; value: StoredSlice };
  /** A picture of each clip, its storyboard, and peaks of some; absent from a database that a version without it has created. */
  thumbnails: { key: RecordingId; value: StoredThumbnail | StoredPeaks | StoredStoryboardPicture };
  /** The user's folder, at most one; absent, like the next, from a database that a version without it has created. */
  folder: { key: 'folder'; value: StoredFolder };
  /** The copies of recordings in that folder, also those that are still to be made. */
  folderCopies: { key: RecordingId; value: FolderCopy };
}
