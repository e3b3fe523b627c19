import type { ColorMatrix } from '../../../domain/color';
import type { InsetLayout } from '../../../domain/inset-layout';
import { serveCalls } from '../../../messaging/worker-calls';
import { type Composite, createComposite } from './composite';
import { createFixedSize, type SizedSource } from './fixed-size';
import { createFrameClock } from './frame-clock';

/*
 * The worker that composites the camera over the screen. Frames come and go through transferred streams; none of them
 * passes through the thread of our pages.
 */

/** What the composite starts with. */
export interface InsetStart {
  readonly screen: ReadableStream<VideoFrame>;
  readonly composite: WritableStream<VideoFrame>;
  /** The time between two frames of the screen, in ms. */
  readonly intervalMs: number;
  readonly layout: InsetLayout;
  /** If all frames are to have one size: whose. */
  readonly sizedBy: SizedSource | undefined;
}

/** What the worker answers. */
export type InsetHandlers = typeof handlers;

/** How often to check whether frames have stopped coming, in ms. */
const checkIntervalMs = 100;

let composite: Composite | undefined;

const handlers = {
  start(start: InsetStart): void {
    const now = () => performance.now();
    const clock = createFrameClock(start.intervalMs, now);
    const fixed = start.sizedBy === undefined ? {} : { fixed: createFixedSize(start.sizedBy, now) };
    composite = createComposite({ ...start, ...fixed, clock });
    setInterval(composite.keepAlive, checkIntervalMs);
  },
  show(camera: ReadableStream<VideoFrame> | undefined): void {
    composite?.show(camera);
  },
  change(layout: InsetLayout): void {
    composite?.change(layout);
  },
  ease(behindMs: number): void {
    composite?.ease(behindMs);
  },
  setMatrix(matrix: ColorMatrix): void {
    composite?.setMatrix(matrix);
  },
  convertTo(matrix: ColorMatrix): void {
    composite?.convertTo(matrix);
  },
};

serveCalls(handlers);
