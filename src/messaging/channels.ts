import type { Levels, Snapshot } from '../domain/snapshot';
import { createChannel } from './channel';

/** What the recorder does, told to every open page. */
export const snapshotChannel = createChannel<Snapshot>('timeslice:snapshot');

/** How loud the inputs of the recording are, about ten times a second. */
export const levelsChannel = createChannel<Levels>('timeslice:levels');
