import type { Progress } from '../../src/domain/snapshot';
import type { TestBrowser } from './browser';
import { createOffscreen, findOffscreen } from './offscreen';
import { attachTo } from './target-session';

/** The data of one `dataavailable` event. */
export interface Delivery {
  /** In bytes; never 0. */
  readonly bytes: number;
  /** Of its bytes; absent while it is still being computed. */
  readonly sha256?: string;
}

/** What the recorder reported as saved. */
export type SavedReport = Pick<Progress, 'bytes' | 'sliceCount' | 'safeMs'>;

/** What `MediaRecorder` delivered and what the recorder reported as saved, recorded outside the browser. */
export interface RecorderLog {
  /** Every `dataavailable` event with data in it, in order. */
  readonly deliveries: readonly Delivery[];
  /** The last report; all 0 before the first. */
  readonly saved: SavedReport;
  /** Resolves once this much was reported as saved. */
  untilSaved(isEnough: (saved: SavedReport) => boolean): Promise<void>;
  /**
   * Stops the recorder's main thread for good in the next `dataavailable` event before which everything had been
   * reported as saved; the product has handled that event by then. Only the end of the browser follows.
   */
  haltAtDelivery(): Promise<void>;
}

type Note =
  | { readonly delivery: number; readonly bytes: number }
  | { readonly delivery: number; readonly sha256: string }
  | { readonly saved: SavedReport };

const binding = 'noteForTest';

/** Runs in the offscreen document, whose code isn't involved. */
const observe = `(() => {
  let [deliveries, hashed, delivered, saved] = [0, 0, 0, 0];
  const note = (what) => ${binding}(JSON.stringify(what));
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    const { bytes, sliceCount, safeMs } = message?.progress ?? { bytes: saved };
    if (bytes !== saved) note({ saved: { bytes, sliceCount, safeMs } });
    saved = bytes;
    return postMessage.call(this, message);
  };
  const take = async ({ data }) => {
    if (data.size === 0) return;
    const isIdle = saved === delivered && hashed === deliveries;
    const delivery = deliveries;
    deliveries += 1;
    delivered += data.size;
    note({ delivery, bytes: data.size });
    if (globalThis.haltsAtDelivery && isIdle) debugger;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await data.arrayBuffer()));
    hashed += 1;
    note({ delivery, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') });
  };
  const { start } = MediaRecorder.prototype;
  MediaRecorder.prototype.start = function (...args) {
    // The product's own listener was added earlier, and runs first.
    this.addEventListener('dataavailable', take);
    return start.apply(this, args);
  };
})()`;

/** Creates the offscreen document and logs everything that it delivers and reports. */
export async function logRecorder(app: TestBrowser): Promise<RecorderLog> {
  await createOffscreen(app);
  const target = await findOffscreen(app);
  if (target === undefined) throw new Error('There is no offscreen document');
  const session = await attachTo(app.cdp, target.targetId);
  const deliveries: Delivery[] = [];
  let saved: SavedReport = { bytes: 0, sliceCount: 0, safeMs: 0 };
  const waiting = new Set<() => void>();

  session.on('Runtime.bindingCalled', (params) => {
    const { name, payload } = params as { name: string; payload: string };
    if (name !== binding) return;
    const note = JSON.parse(payload) as Note;
    if ('saved' in note) saved = note.saved;
    else deliveries[note.delivery] = { bytes: 0, ...deliveries[note.delivery], ...note };
    for (const look of waiting) look();
  });
  const halted = new Promise<void>((resolve) => session.on('Debugger.paused', () => resolve()));
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: binding });
  await session.send('Runtime.evaluate', { expression: observe });

  return {
    deliveries,
    get saved() {
      return saved;
    },
    untilSaved: (isEnough) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isEnough(saved)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async haltAtDelivery() {
      await session.send('Debugger.enable');
      await session.send('Runtime.evaluate', { expression: 'globalThis.haltsAtDelivery = true' });
      await halted;
    },
  };
}
