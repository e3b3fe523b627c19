import { expect } from '@playwright/test';
import { wholeOf } from '../../src/domain/clip';
import { type LaunchOptions, launchBrowser } from '../support/browser';
import { readRecordings, readSlices } from '../support/database';
import { databaseVersion, plantEarlierDatabase } from '../support/earlier-database';
import { extensionUrl, pages } from '../support/extension';
import { countKept, reportFault, smallWindow } from '../support/fault-report';
import { articles } from '../support/library';
import { often } from '../support/often';
import { killBrowser } from '../support/processes';
import { findServiceWorker } from '../support/service-worker';
import { attachTo } from '../support/target-session';
import { test } from '../support/test';

const count = 300;

const recordings = Array.from({ length: count }, (_, number) => ({
  id: `r${number}`,
  name: `Recording ${number}`,
  createdAt: number + 1,
  source: 'tab',
  format: 'webm-vp8',
  mimeType: 'video/webm;codecs=vp8,opus',
  timesliceMs: 1000,
  width: 640,
  height: 480,
  hasAudio: true,
  state: 'complete',
  durationMs: 1000,
  bytes: 1000,
  sliceCount: 1,
}));

const slices = recordings.map(({ id, bytes, durationMs }) => ({
  recordingId: id,
  sequence: 0,
  totalBytes: bytes,
  coversMs: durationMs,
  size: bytes,
}));

/**
 * Runs in every context that may upgrade the database: keeps the upgrade from ending once it has written that many
 * rows.
 */
const halt = `(() => {
  const { put } = IDBObjectStore.prototype;
  let left = ${count / 2};
  IDBObjectStore.prototype.put = function (...args) {
    const request = put.apply(this, args);
    if (this.transaction.mode !== 'versionchange' || this.name !== 'clips') return request;
    left -= 1;
    if (left !== 0) return request;
    const goOn = () => {
      this.count().onsuccess = goOn;
    };
    goOn();
    request.addEventListener('success', () => new BroadcastChannel('upgrading').postMessage(null));
    return request;
  };
})()`;

const backends: readonly (readonly [string, LaunchOptions])[] = [
  ['LevelDB', {}],
  ['SQLite', { args: ['--enable-features=IdbSqliteBackingStore'] }],
];

for (const [backend, launch] of backends) {
  test(`kill -9 during the upgrade of the database (${backend}): every recording is there, once`, async () => {
    const options = { ...smallWindow, ...launch };
    let app = await launchBrowser(options);
    try {
      await expect.poll(() => findServiceWorker(app), often).toBeDefined();
      const worker = await findServiceWorker(app);
      // With a debugger it stays alive: another one, without the halt, might be the one that upgrades.
      const debugging = await attachTo(app.cdp, worker?.targetId ?? '');
      await debugging.send('Runtime.evaluate', { expression: halt });
      const upgrading = await app.probe.evaluateHandle(() => ({
        begun: new Promise<void>((resolve) => {
          new BroadcastChannel('upgrading').onmessage = () => resolve();
        }),
      }));
      await plantEarlierDatabase(app.probe, { recordings, slices });
      // They are not read: the service worker may be upgrading them already, and then nobody can open the database.
      const before = recordings.map((row) => ({ ...row, ranges: wholeOf(row.id) }));
      const library = await app.context.newPage();
      await library.addInitScript(halt);
      await library.goto(extensionUrl(pages.library));
      await upgrading.evaluate(({ begun }) => begun);
      await killBrowser(app);

      app = await launchBrowser({ ...options, profile: app.profile });
      await expect.poll(() => databaseVersion(app.probe), often).toBe(4);
      await expect.poll(async () => (await readRecordings(app.probe)).length, often).toBe(count);
      const after = await readRecordings(app.probe);
      expect(after).toEqual(before);
      expect(await readSlices(app.probe)).toHaveLength(count);
      const shown = await app.context.newPage();
      await shown.goto(extensionUrl(pages.library));
      // Only the rows in sight are drawn.
      await expect(articles(shown).first()).toHaveAttribute('aria-setsize', String(count));
      const kept = countKept(after);
      reportFault({ fault: `\`kill -9\` during an upgrade, ${backend}`, rounds: 1, expected: count, kept });
      expect(app.complaints).toEqual([]);
    } finally {
      await app.dispose();
    }
  });
}
