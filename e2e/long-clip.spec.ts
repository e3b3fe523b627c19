import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { mostPieces } from '../src/container/copy-clip';
import { longSilence, packetMs } from '../src/container/testing/long-silence';
import { listFolder, stubDirectoryPicker } from './support/folder';
import { articles, download, openLibrary } from './support/library';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { decodeMedia } from './support/media-file';
import { readPackets } from './support/packets';
import { test } from './support/test';

test.use({ shared: true });

const clusters = mostPieces / 2 + 200;
const startMs = 1000;
const opus = new Uint8Array(
  readFileSync(fileURLToPath(new URL('../src/container/fixtures/opus.webm', import.meta.url))),
);

/** Writes a recording, and a clip of all of it but its beginning. */
async function plant(page: Page, bytes: Uint8Array): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  await page.evaluate(
    async ({ base64, durationMs, startMs }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('timeslice');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction(['clips', 'media', 'slices'], 'readwrite');
      const createdAt = Date.now();
      const mimeType = 'audio/webm;codecs=opus';
      const media = { format: 'webm-vp9', mimeType, timesliceMs: 1000, width: 0, height: 0, hasAudio: true };
      const size = { durationMs, bytes: bytes.length, sliceCount: 1 };
      const clip = { createdAt, durationMs: durationMs - startMs, bytes: bytes.length };
      transaction.objectStore('media').add({ id: 'long', createdAt, state: 'complete', ...media, ...size });
      transaction
        .objectStore('clips')
        .add({ ...clip, id: 'part', name: 'Part', ranges: [{ mediaId: 'long', startMs }] });
      const blob = new Blob([bytes], { type: mimeType });
      const slice = { recordingId: 'long', sequence: 0, blob, coversMs: durationMs };
      transaction.objectStore('slices').add({ ...slice, totalBytes: bytes.length });
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      database.close();
    },
    { base64, durationMs: clusters * packetMs, startMs },
  );
}

/** The sizes of the files in the folders of pages. */
function copies(page: Page): Promise<number[][]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folders = await root.getDirectoryHandle('temporary').catch(() => undefined);
    const all: number[][] = [];
    for await (const folder of folders?.values() ?? []) {
      const sizes: number[] = [];
      try {
        for await (const file of (folder as FileSystemDirectoryHandle).values()) {
          sizes.push((await (file as FileSystemFileHandle).getFile()).size);
        }
      } catch (error) {
        // It was deleted meanwhile.
        if (error instanceof DOMException && error.name === 'NotFoundError') continue;
        throw error;
      }
      all.push(sizes);
    }
    return all;
  });
}

test('a clip of very many pieces is copied into a file, once, until the page is closed', async ({ app }) => {
  const first = await openLibrary(app, stubDirectoryPicker);
  await plant(first, longSilence(opus, clusters));
  await first.reload();
  await articles(first).getByRole('button', { name: 'Play', exact: true }).click();
  const audio = articles(first).locator('audio');
  const wanted = (clusters * packetMs - startMs) / 1000;
  const position = articles(first).getByRole('slider', { name: 'Position' });
  // It plays from the original until its file is there, and takes over with a seek.
  await expect
    .poll(async () => {
      await position.fill('1000');
      return audio.evaluate((media: HTMLAudioElement) => media.duration);
    })
    .toBeCloseTo(wanted, 0);
  const { file } = await download(first, articles(first));
  const { length } = readFileSync(file);
  // The worker that measures the waveform makes another copy, which goes with it.
  await expect.poll(() => copies(app.probe)).toEqual([[length]]);

  await articles(first).getByRole('checkbox', { name: 'Select' }).check();
  await first.getByRole('button', { name: 'Save to a folder…', exact: true }).click();
  await expect.poll(async () => Object.values((await listFolder(first)) ?? {})).toEqual([length]);
  await expect.poll(() => copies(app.probe)).toEqual([[length]]);

  const { audio: packets, endsAt } = await readPackets(file);
  expect(packets).toHaveLength(clusters - startMs / packetMs);
  expect(packets[0]?.time).toBeCloseTo(0, 2);
  expect(endsAt).toBeCloseTo(wanted, 1);
  const late = packets.filter(({ time }, index) => Math.abs(time - (index * packetMs) / 1000) > 0.0011);
  expect(late).toEqual([]);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  expect(await complaintsOfMkvtoolnix(file)).toEqual([]);

  await first.close();
  await openLibrary(app);
  await expect.poll(() => copies(app.probe)).toEqual([]);
});
