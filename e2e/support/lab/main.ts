/* What tests and benchmarks run in a page of the extension: the product's own storage and container code. */

import { finishBy } from './finish';
import { timeLastSlice } from './last-slice';
import { inspectPacked, packAll, writeUnpacked } from './packing';
import { addRecordings } from './rows';
import { writeSynthetic } from './synthetic';

/** What can be run. */
export const experiments = {
  addRecordings,
  finishBy,
  inspectPacked,
  packAll,
  timeLastSlice,
  writeSynthetic,
  writeUnpacked,
};
