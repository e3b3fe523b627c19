import { toFailure } from '../domain/failure';
import type { StepDirection, StillFrame } from '../domain/still-frame';
import { serveCalls } from '../messaging/worker-calls';
import { type DecodedFrames, openFrames } from './decode-frames';
import { makePoster } from './poster';
import { makeStoryboard } from './storyboard';

/* The worker that decodes single frames of one file, or makes pictures of it. */

/** What the worker answers. */
export type FramesHandlers = typeof handlers;

let frames: Promise<DecodedFrames> | undefined;

const handlers = {
  /** Opens the file, once; see `files/decode-frames`. */
  async open(media: Blob): Promise<void> {
    frames = openFrames(media);
    await frames;
  },
  /** Decodes the frame beside another one. */
  beside: async (time: number, direction: StepDirection): Promise<StillFrame | undefined> =>
    (await frames)?.beside(time, direction),
  /** Makes a picture of another file; see `files/poster`. */
  poster: makePoster,
  /** Makes small pictures of another file; see `files/storyboard`. */
  storyboard: (media: Blob) => makeStoryboard(media),
};

/** Only the picture of a single frame is not a Blob. */
const isStill = (answer: unknown): answer is StillFrame =>
  typeof answer === 'object' && answer !== null && 'picture' in answer;

serveCalls(handlers, toFailure, undefined, (answer) => (isStill(answer) ? [answer.picture] : []));
