import { openDatabase } from '../../../src/storage/database';
import { recordingRow } from '../../../src/storage/testing/recording';

/** Adds so many finished recordings, each with a slice of its own, which is no media. */
export async function addRecordings(count: number): Promise<void> {
  const transaction = (await openDatabase()).transaction(['recordings', 'slices'], 'readwrite');
  const [recordings, slices] = [transaction.objectStore('recordings'), transaction.objectStore('slices')];
  const totals = { durationMs: 61_000, bytes: 9, sliceCount: 1 };
  const written = Array.from({ length: count }, (_, number) => {
    const id = crypto.randomUUID();
    const name = `Recording ${number}`;
    const slice = {
      recordingId: id,
      sequence: 0,
      coversMs: 61_000,
      totalBytes: 9,
      blob: new Blob(['not media']),
    };
    return [
      recordings.add(recordingRow(id, { ...totals, name, createdAt: number, state: 'complete' })),
      slices.add(slice),
    ];
  });
  await Promise.all([...written.flat(), transaction.done]);
}
