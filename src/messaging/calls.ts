import { type Adjustment, type CaptureOptions, optionsSchema } from '../domain/options';
import { parseFields } from '../domain/parse-fields';
import { type Plan, type TabReference, tabReferenceSchema } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import type { Snapshot } from '../domain/snapshot';

/** What to record, and the active tab. */
export interface StartRequest {
  readonly options: CaptureOptions;
  readonly tab?: TabReference;
}

/** Reads a {@link StartRequest}; invalid options, or an invalid tab, are left out. */
export function parseStart(request: unknown): Partial<StartRequest> {
  return parseFields({ options: optionsSchema, tab: tabReferenceSchema }, request);
}

/** What the service worker answers: the wishes of a person, from a page, and the recorder's reports. */
export interface BackgroundCalls {
  /** Starts a recording; answers once the source is open and the recorder runs. */
  start(request: StartRequest): RecordingId;
  stop(): void;
  pause(): void;
  resume(): void;
  /** Asks `MediaRecorder` for what it has gathered: `requestData()`. */
  saveNow(): void;
  /** Changes the sound or the camera inset under way, as far as the recording has them. */
  adjust(change: Adjustment): void;
  status(): Snapshot;
  /** The person has read why the last recording ended or was refused: forget it. */
  dismiss(): void;
  /** The person has seen what was interrupted and recovered: say no more of it. */
  keepFound(): void;
  /** The person has saved what the disk refused, or does not want it. */
  forgetRescue(id: RecordingId): void;
  /** Asks for the optional permissions; the browser opens a dialog and closes the popup. */
  requestTabCapture(): boolean;
  /** The recorder says that its state has changed, and at least every 20 s that it lives. */
  report(snapshot: Snapshot): void;
}

/** What the recorder answers. */
export interface RecorderCalls {
  start(plan: Plan): RecordingId;
  stop(): void;
  pause(): void;
  resume(): void;
  requestData(): void;
  adjust(change: Adjustment): void;
  /** The recorded tab has crashed, or is back: no track tells. */
  tabCrashed(crashed: boolean): void;
  /** Forgets how the last recording ended. */
  dismiss(): void;
  /** Frees the memory that {@link Snapshot.rescues} of that recording take. */
  forgetRescue(id: RecordingId): void;
  status(): Snapshot;
}

/** Every context that answers calls, by its address. */
export interface Addressees {
  readonly background: BackgroundCalls;
  readonly recorder: RecorderCalls;
}
