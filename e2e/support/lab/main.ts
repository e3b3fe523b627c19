/* What tests and benchmarks run in a page of the extension: the product's own storage and container code. */

import { finishBy } from './finish';
import { timeLastSlice } from './last-slice';
import { splitOpening } from './opening';
import { inspectPacked, packAll, writeUnpacked } from './packing';
import { addRecordings, deleteSlices } from './rows';
import { writeSynthetic } from './synthetic';

/** What can be run. */
export const experiments = {
  addRecordings,
  deleteSlices,
  finishBy,
  inspectPacked,
  packAll,
  splitOpening,
  timeLastSlice,
  writeSynthetic,
  writeUnpacked,
};
