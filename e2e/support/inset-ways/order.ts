/** How the camera is laid over the screen; `direct`: not at all. */
export const ways = ['direct', 'pixels', 'canvas', 'webgl'] as const;

/** One of {@link ways}. */
export type Way = (typeof ways)[number];

/** What the worker gets. */
export interface Order {
  readonly way: Exclude<Way, 'direct'>;
  readonly screen: ReadableStream<VideoFrame>;
  readonly camera: ReadableStream<VideoFrame>;
  readonly composite: WritableStream<VideoFrame>;
}
