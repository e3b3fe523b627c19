import type { Levels, Snapshot } from '../domain/snapshot';
import { createChannel } from './channel';

/** What the recorder does, told to every open page. */
export const snapshotChannel = createChannel<Snapshot>('timeslice:snapshot');

/** How loud the inputs of the recording are, about ten times a second. */
export const levelsChannel = createChannel<Levels>('timeslice:levels');

/** A page that shows the recorded picture asks for a thumbnail; it gets one soon, or none where there is no picture. */
export const thumbnailRequestChannel = createChannel<'please'>('timeslice:thumbnail-request');

/** The recorded picture as it is now, at most 320 px wide and high. */
export const thumbnailChannel = createChannel<ImageBitmap>('timeslice:thumbnail');
