import { createMediaIndex } from '../../../src/container/media-index';
import { type Container, formatById } from '../../../src/domain/format';
import type { Recording, RecordingId } from '../../../src/domain/recording';
import { openDatabase } from '../../../src/storage/database';
import { joinBlobs } from '../../../src/storage/media';
import { createPacker, packLimits } from '../../../src/storage/packing';
import { createRecording, findRecording } from '../../../src/storage/recordings';
import type { StoredSlice } from '../../../src/storage/schema';
import { appendSlice, readSlices } from '../../../src/storage/slices';
import { type Loop, loopOf } from './loop';

/** A recording to be made by writing slices straight to the database. */
export interface SyntheticRecording {
  readonly id: RecordingId;
  readonly name: string;
  /** A short recording by the product, repeated as often as necessary. */
  readonly template: RecordingId;
  /** The recording ends with the first slice that reaches one of these. */
  readonly seconds?: number;
  readonly bytes?: number;
  /**
   * Whether each slice has a transaction of its own, as in the product. Otherwise many share one, which is faster
   * and leaves the same rows.
   */
  readonly faithful?: boolean;
  /** The length of a slice, in seconds, 1 by default; ignored in MP4, where a slice is a fragment. */
  readonly sliceSeconds?: number;
  /** Whether to leave the slices unpacked. */
  readonly unpacked?: boolean;
  /** The size of a pack, in bytes, instead of the product's own limit. */
  readonly packBytes?: number;
}

const rowsAtOnce = 64;

/** Writes the recording, indexed and packed by the product's own code, and returns its row. */
export async function writeSynthetic(wanted: SyntheticRecording): Promise<Recording> {
  const { id, packBytes } = wanted;
  const packer = createPacker(id, {
    ...packLimits,
    ...(packBytes === undefined ? {} : { bytes: packBytes }),
  });
  let waiting: StoredSlice[] = [];
  const flush = async () => {
    if (wanted.faithful) for (const slice of waiting) await appendSlice(slice);
    else await appendAll(waiting);
    if (wanted.unpacked !== true) for (const slice of waiting) await packer.add(slice);
    waiting = [];
  };

  const { seconds = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = wanted;
  const { template, rows } = await rowsLike(wanted.template, id, wanted.sliceSeconds);
  if (template.matrix !== undefined) packer.setMatrix(template.matrix);
  let last: StoredSlice | undefined;
  for (const row of rows) {
    last = row;
    waiting.push(row);
    const isLast = row.coversMs >= seconds * 1000 || row.totalBytes >= bytes;
    if (isLast || waiting.length === (wanted.faithful ? 1 : rowsAtOnce)) await flush();
    if (isLast) break;
  }
  const recording: Recording = {
    ...template,
    id,
    name: wanted.name,
    createdAt: Date.now(),
    state: 'complete',
    timesliceMs: (wanted.sliceSeconds ?? 1) * 1000,
    durationMs: last?.coversMs ?? 0,
    bytes: last?.totalBytes ?? 0,
    sliceCount: (last?.sequence ?? -1) + 1,
  };
  await createRecording(recording);
  return recording;
}

/** The slices, with their index, of a recording that repeats another one endlessly. */
export async function rowsLike(
  templateId: RecordingId,
  recordingId: RecordingId,
  sliceSeconds = 1,
): Promise<{ readonly template: Recording; readonly rows: Generator<StoredSlice> }> {
  const template = await findRecording(templateId);
  if (template === undefined) throw new RangeError('There is no such template');
  const { container } = formatById(template.format);
  const media = joinBlobs(await readSlices(templateId), template.mimeType);
  const loop = loopOf(container, new Uint8Array(await media.arrayBuffer()));
  return { template, rows: rowsOf(loop, container, recordingId, sliceSeconds) };
}

function* rowsOf(
  loop: Loop,
  container: Container,
  recordingId: RecordingId,
  sliceSeconds = 1,
): Generator<StoredSlice> {
  const index = createMediaIndex(container);
  const isFragmented = container === 'mp4';
  // Fragments are a little longer than a second.
  const seconds = isFragmented ? loop.seconds / loop.turn(0).length : sliceSeconds;
  let totalBytes = 0;
  let sequence = 0;
  for (const slice of slicesOf(loop, isFragmented ? undefined : sliceSeconds)) {
    totalBytes += slice.length;
    const coversMs = (sequence + 1) * seconds * 1000;
    yield {
      recordingId,
      sequence,
      blob: new Blob([slice]),
      part: index.push(slice),
      coversMs,
      totalBytes,
    };
    sequence += 1;
  }
}

/** The slices of a recording that never ends: of that many seconds, or each a piece of the loop. */
function* slicesOf(
  { header, seconds, turn }: Loop,
  sliceSeconds: number | undefined,
): Generator<Uint8Array<ArrayBuffer>> {
  const perSecond = turn(0).reduce((sum, piece) => sum + piece.length, 0) / seconds;
  const perSlice = Math.ceil(perSecond * (sliceSeconds ?? Number.POSITIVE_INFINITY));
  let rest: Uint8Array<ArrayBuffer> = header.slice();
  for (let count = 0; ; count += 1) {
    for (const piece of turn(count)) {
      rest = joined(rest, piece);
      if (sliceSeconds === undefined) {
        yield rest;
        rest = new Uint8Array();
      }
      while (rest.length >= perSlice) {
        yield rest.slice(0, perSlice);
        rest = rest.slice(perSlice);
      }
    }
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

async function appendAll(slices: readonly StoredSlice[]): Promise<void> {
  const transaction = (await openDatabase()).transaction('slices', 'readwrite', { durability: 'relaxed' });
  await Promise.all([...slices.map((slice) => transaction.store.add(slice)), transaction.done]);
}
