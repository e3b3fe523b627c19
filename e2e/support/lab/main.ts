/* What tests and benchmarks run in a page of the extension: the product's own storage and container code. */

import { cutBy, cutByMediabunny, downloadBare, exportByMediabunny, openByMediabunny } from './editing';
import { finishBy } from './finish';
import { timeLastSlice } from './last-slice';
import { splitOpening } from './opening';
import { inspectPacked, packAll, writeUnpacked } from './packing';
import { addPictures, addRecordings, addRows, changeRow, deleteSlices } from './rows';
import { writeSynthetic } from './synthetic';
import { forgetTimeline, packRecording, storyboardOf, timelineOf } from './timeline';

/** What can be run. */
export const experiments = {
  addRecordings,
  addPictures,
  addRows,
  changeRow,
  cutBy,
  cutByMediabunny,
  deleteSlices,
  downloadBare,
  exportByMediabunny,
  finishBy,
  forgetTimeline,
  storyboardOf,
  inspectPacked,
  openByMediabunny,
  packAll,
  packRecording,
  splitOpening,
  timeLastSlice,
  timelineOf,
  writeSynthetic,
  writeUnpacked,
};
