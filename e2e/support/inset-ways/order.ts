/** How the camera is composited over the screen; `direct`: not at all. */
export const ways = ['direct', 'pixels', 'canvas', 'webgl'] as const;

/** One of {@link ways}. */
export type Way = (typeof ways)[number];

/** The order for the worker. */
export interface Order {
  readonly way: Exclude<Way, 'direct'>;
  readonly screen: ReadableStream<VideoFrame>;
  readonly camera: ReadableStream<VideoFrame>;
  readonly composite: WritableStream<VideoFrame>;
}
