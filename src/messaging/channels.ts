import type { Snapshot } from '../domain/snapshot';
import { createChannel } from './channel';

/** What the recorder does, told to every open page. */
export const snapshotChannel = createChannel<Snapshot>('timeslice:snapshot');
