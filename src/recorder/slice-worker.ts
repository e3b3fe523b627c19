import { createMediaIndex, type MediaIndex, type MediaPart } from '../container/media-index';
import { indexBlob } from '../container/seekable-file';
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
/** The slice that was indexed last: one that is tried again must not be indexed again. */
let indexed: { readonly sequence: number; readonly part: MediaPart | undefined } | undefined;

addEventListener('message', ({ data }: MessageEvent<SliceOrder>) => {
  void answer(data).then((reply) => postMessage(reply));
});

async function answer({ container, slice }: SliceOrder): Promise<SliceAnswer> {
  index ??= createMediaIndex(container);
  packer ??= createPacker(slice.recordingId);
  try {
    if (indexed?.sequence !== slice.sequence) {
      // Bytes that can't be indexed are saved all the same.
      const part = await indexBlob(index, slice.blob).catch(() => undefined);
      indexed = { sequence: slice.sequence, part };
    }
    const { part } = indexed;
    const stored: StoredSlice = part === undefined ? slice : { ...slice, part };
    await appendSlice(stored);
    // The slices are safe with or without it.
    void packer.add(stored).catch(() => undefined);
    return {};
  } catch (error) {
    const { name, message } = error as DOMException;
    return { error: { name, message } };
  }
}
