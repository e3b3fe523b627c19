import { createMediaIndex, joinParts, type MediaIndex, type MediaPart } from '../container/media-index';
import { indexBlob } from '../container/seekable-file';
import { isDraft, type Slice } from '../domain/recording';
import type { StoredSlice } from '../storage/database';
import { createPacker, type Packer } from '../storage/packing';
import { appendSlice } from '../storage/slices';
import type { SliceAnswer, SliceOrder } from './slice-disk';

/*
 * The worker that indexes slices and puts them on disk. Our pages share the recorder's main thread: once a slice is
 * here, no busy page can hold it up.
 */

let index: MediaIndex | undefined;
let packer: Packer | undefined;
/** The parts of the next slice that are indexed already: of its drafts, or of itself where it is tried again. */
let ahead: (MediaPart | undefined)[] = [];
let aheadBytes = 0;

addEventListener('message', ({ data }: MessageEvent<SliceOrder>) => {
  void answer(data).then((reply) => postMessage(reply));
});

async function answer({ container, slice }: SliceOrder): Promise<SliceAnswer> {
  index ??= createMediaIndex(container);
  packer ??= createPacker(slice.recordingId);
  try {
    if (isDraft(slice)) {
      const part = await read(index, slice.blob);
      await appendSlice(stored(slice, 0, part));
      return {};
    }
    if (aheadBytes < slice.blob.size) await read(index, slice.blob.slice(aheadBytes));
    const parts = ahead.filter((part) => part !== undefined);
    const whole = stored(slice, 1, parts.length === ahead.length ? joinParts(parts) : undefined);
    await appendSlice(whole);
    ahead = [];
    aheadBytes = 0;
    // The slices are safe with or without it.
    void packer.add(whole).catch(() => undefined);
    return {};
  } catch (error) {
    const { name, message } = error as DOMException;
    return { error: { name, message } };
  }
}

function stored(slice: Slice, count: number, part: MediaPart | undefined): StoredSlice {
  return { ...slice, count, ...(part === undefined ? {} : { part }) };
}

/** Bytes that can't be indexed are saved all the same. */
async function read(reader: MediaIndex, blob: Blob): Promise<MediaPart | undefined> {
  const part = await indexBlob(reader, blob).catch(() => undefined);
  ahead.push(part);
  aheadBytes += blob.size;
  return part;
}
