import type { CaptureOptions } from '../domain/options';
import type { RecordingId } from '../domain/recording';
import type { Plan, Snapshot, TabReference } from '../domain/snapshot';

/** What the service worker answers: the wishes of a person, from a page, and the recorder's reports. */
export interface BackgroundCalls {
  /** Starts a recording; answers once the source is open and the recorder runs. */
  start(request: { readonly options: CaptureOptions; readonly tab?: TabReference }): RecordingId;
  stop(): void;
  pause(): void;
  resume(): void;
  /** Asks `MediaRecorder` for what it has gathered: `requestData()`. */
  saveNow(): void;
  status(): Snapshot;
  /** The person has read why the last recording ended or was refused: forget it. */
  dismiss(): void;
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
  status(): Snapshot;
}

/** Every context that answers calls, by its address. */
export interface Addressees {
  readonly background: BackgroundCalls;
  readonly recorder: RecorderCalls;
}
