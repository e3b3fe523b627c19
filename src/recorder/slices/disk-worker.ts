import { toStorageFailure } from '../../domain/failure';
import { serveCalls } from '../../messaging/worker-calls';
import { createSliceStore } from './slice-store';

// A worker, because our pages share the recorder's main thread: no busy page holds up a slice that is here.
serveCalls(createSliceStore(), toStorageFailure);
