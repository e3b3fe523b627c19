import { createMediaEnd, type MediaEnd } from '../../container/media-end';
import { createMediaIndex, type MediaIndex, type MediaPart } from '../../container/media-index';
import { indexBlob } from '../../container/seekable-file';
import { reserveBytes } from '../../domain/disk-space';
import type { Slice } from '../../domain/recording';
import type { StoredSlice } from '../../storage/database';
import { createPacker, type Packer } from '../../storage/packing';
import { composeRescue } from '../../storage/rescue';
import { type Reserve, takeReserve } from '../../storage/reserve';
import { appendSlice } from '../../storage/slices';
import type { DiskAnswer, DiskOrder } from './disk';

/*
 * The worker that indexes slices and puts them on disk. Our pages share the recorder's main thread: once a slice is
 * here, no busy page can hold it up.
 */

interface Desk {
  readonly index: MediaIndex;
  readonly end: MediaEnd;
  readonly packer: Packer;
  readonly reserve: Reserve | undefined;
}

let desk: Desk | undefined;
/** The slice that was indexed last: one that is tried again must not be indexed again. */
let indexed: StoredSlice | undefined;
let orders = Promise.resolve();

addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly number: number; readonly order: DiskOrder }>) => {
    orders = orders.then(async () => postMessage(await answer(data.number, data.order)));
  },
);

async function answer(number: number, order: DiskOrder): Promise<DiskAnswer> {
  try {
    return { number, ...(await carryOut(order)) };
  } catch (error) {
    const { name, message } = error as DOMException;
    return { number, error: { name, message } };
  }
}

async function carryOut(order: DiskOrder): Promise<Omit<DiskAnswer, 'number' | 'error'> | undefined> {
  if (order.what === 'open') {
    desk = {
      index: createMediaIndex(order.container),
      end: createMediaEnd(),
      packer: createPacker(order.id),
      reserve: await takeReserve(reserveBytes).catch(() => undefined),
    };
    return undefined;
  }
  if (desk === undefined) throw new DOMException('Not open', 'InvalidStateError');
  const { index, end, packer, reserve } = desk;
  switch (order.what) {
    case 'write': {
      const slice = await withPart(index, order.slice);
      await appendSlice(slice);
      // The slices are safe with or without it.
      void packer.add(slice).catch(() => undefined);
      const endMs = slice.part && end.after(slice.part);
      return endMs === undefined ? undefined : { endMs };
    }
    case 'make-room':
      reserve?.release();
      return undefined;
    case 'rescue': {
      const held: StoredSlice[] = [];
      for (const slice of order.held) held.push(await withPart(index, slice));
      return { rescued: await composeRescue(held, order.mimeType) };
    }
    case 'close':
      reserve?.close();
      return undefined;
  }
}

/** Bytes that can't be indexed are saved all the same. */
async function withPart(index: MediaIndex, slice: Slice): Promise<StoredSlice> {
  if (indexed?.sequence !== slice.sequence) {
    const part: MediaPart | undefined = await indexBlob(index, slice.blob).catch(() => undefined);
    indexed = part === undefined ? slice : { ...slice, part };
  }
  return indexed;
}
