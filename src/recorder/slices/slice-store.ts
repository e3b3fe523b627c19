import { createMediaEnd, type MediaEnd } from '../../container/media-end';
import { createMediaIndex, type MediaIndex } from '../../container/media-index';
import { indexBlob } from '../../container/seekable-file';
import type { ColorMatrix } from '../../domain/color';
import { reserveBytes, stopFloorBytes, writeMarginBytes } from '../../domain/disk-space';
import { FailureError } from '../../domain/failure';
import type { Container } from '../../domain/format';
import type { RecordingId, Slice } from '../../domain/recording';
import { createPacker, type Packer } from '../../storage/packing';
import { freeSpace } from '../../storage/quota';
import { composeRescue } from '../../storage/rescue';
import { type Reserve, takeReserve } from '../../storage/reserve';
import type { StoredSlice } from '../../storage/schema';
import { appendSlice } from '../../storage/slices';

/** What the disk worker does for one recording. Its calls must run one after another. */
export type SliceStore = {
  /** Takes the reserve and prepares for a recording; to be called first. */
  open(container: Container, id: RecordingId): Promise<void>;
  /**
   * Indexes the slice and commits both in one transaction, then packs if a pack is due and has room. A second call for
   * the slice that was written last neither indexes nor writes it again. A slice that would fill the disk is refused
   * before the database meets the end of it.
   *
   * @returns how far the recording has come with it according to its bytes, in ms; `undefined` if they don't say
   * @throws DOMException if the write failed, `InvalidStateError` before `open`
   * @throws FailureError `disk-full`, `database-unknown`
   */
  write(slice: Slice): Promise<number | undefined>;
  /** Returns the reserve to the disk. */
  makeRoom(): void;
  /** The whole recording as a file: what is on disk, and these. @throws DOMException if it can't be read */
  rescue(held: readonly Slice[], mimeType: string): Promise<Blob>;
  /** Sets the matrix of the video's colors, for what is packed and rescued from now on. */
  setMatrix(matrix: ColorMatrix): void;
  /** Returns the reserve and closes its file. @returns how long the last commit took, in ms */
  close(): number | undefined;
};

/** The storage that the store writes to. */
export interface SliceStoreDeps {
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  readonly takeReserve: (bytes: number) => Promise<Reserve>;
  readonly createPacker: (id: RecordingId) => Packer;
  readonly appendSlice: (slice: StoredSlice) => Promise<void>;
  readonly composeRescue: typeof composeRescue;
  /** A monotonic clock, in ms. */
  readonly now: () => number;
}

const browserDeps: SliceStoreDeps = {
  freeSpace,
  takeReserve,
  createPacker,
  appendSlice,
  composeRescue,
  now: () => performance.now(),
};

interface Opened {
  readonly index: MediaIndex;
  readonly end: MediaEnd;
  readonly packer: Packer;
  readonly reserve: Reserve | undefined;
}

/** A store that is not open yet. */
export function createSliceStore(deps: SliceStoreDeps = browserDeps): SliceStore {
  let opened: Opened | undefined;
  let matrix: ColorMatrix | undefined;
  /** The slice that was indexed last: a retry must not index it again. */
  let indexed: StoredSlice | undefined;
  /** How long the last commit took, in ms: it is stored with the next slice. */
  let commitMs: number | undefined;

  const getOpened = (): Opened => {
    if (opened === undefined) throw new DOMException('Not open', 'InvalidStateError');
    return opened;
  };

  /** A slice that can't be indexed is saved without its part. */
  const withPart = async (slice: Slice): Promise<StoredSlice> => {
    const { index } = getOpened();
    if (indexed?.sequence !== slice.sequence) {
      const part = await indexBlob(index, slice.blob).catch(() => undefined);
      indexed = {
        ...slice,
        ...(part === undefined ? {} : { part }),
        ...(commitMs === undefined ? {} : { commitBeforeMs: commitMs }),
      };
    }
    return indexed;
  };

  /** @throws FailureError `disk-full` @returns in bytes; infinite if the browser doesn't know it */
  const roomFor = async ({ blob }: Slice): Promise<number> => {
    const { freeBytes } = await deps.freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
    if (freeBytes >= blob.size + writeMarginBytes) return freeBytes;
    throw new FailureError('disk-full', `${freeBytes} bytes are free`);
  };

  return {
    async open(container, id) {
      opened = {
        index: createMediaIndex(container),
        end: createMediaEnd(),
        packer: deps.createPacker(id),
        reserve: await deps.takeReserve(reserveBytes).catch(() => undefined),
      };
    },
    async write(slice) {
      const { packer, end } = getOpened();
      const row = await withPart(slice);
      const freeBytes = await roomFor(slice);
      const begun = deps.now();
      await deps.appendSlice(row);
      commitMs = deps.now() - begun;
      // The slices are safe with or without a pack, and on a disk that is almost full better without.
      if (freeBytes >= stopFloorBytes) packer.add(row, commitMs).catch(() => undefined);
      return row.part && end.after(row.part);
    },
    makeRoom() {
      getOpened().reserve?.release();
    },
    setMatrix(found) {
      matrix = found;
      getOpened().packer.setMatrix(found);
    },
    async rescue(held, mimeType) {
      const rows: StoredSlice[] = [];
      for (const slice of held) rows.push(await withPart(slice));
      return deps.composeRescue(rows, mimeType, matrix);
    },
    close() {
      getOpened().reserve?.close();
      return commitMs;
    },
  };
}
