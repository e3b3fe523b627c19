import type { InsetLayout } from '../../../domain/inset-layout';
import { type Composite, createComposite } from './composite';
import { createFrameClock } from './frame-clock';

/*
 * The worker that lays the camera over the screen. The frames come and go by streams that were transferred here: the
 * thread of our pages sees none of them.
 */

/** What the worker is told. */
export type InsetOrder =
  | {
      readonly name: 'begin';
      readonly screen: ReadableStream<VideoFrame>;
      readonly composite: WritableStream<VideoFrame>;
      readonly intervalMs: number;
      readonly layout: InsetLayout;
    }
  | { readonly name: 'show'; readonly camera: ReadableStream<VideoFrame> | undefined }
  | { readonly name: 'change'; readonly layout: InsetLayout }
  | { readonly name: 'ease'; readonly behindMs: number };

/** How often to look whether the recorder starves, in ms. */
const watchIntervalMs = 100;

let composite: Composite | undefined;

addEventListener('message', ({ data }: MessageEvent<InsetOrder>) => {
  switch (data.name) {
    case 'begin': {
      const clock = createFrameClock(data.intervalMs, () => performance.now());
      composite = createComposite({ ...data, clock });
      setInterval(composite.keepAlive, watchIntervalMs);
      break;
    }
    case 'show':
      composite?.show(data.camera);
      break;
    case 'change':
      composite?.change(data.layout);
      break;
    case 'ease':
      composite?.ease(data.behindMs);
      break;
  }
});
