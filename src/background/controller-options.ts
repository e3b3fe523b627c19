import type { CaptureOptions, Source } from '../domain/options';
import type { TabReference } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import type { FoundRecording, Snapshot } from '../domain/snapshot';
import type { RecorderHost } from '../extension/recorder-host';
import type { Call } from '../messaging/rpc';

/** What the controller needs from outside. */
export interface ControllerOptions {
  readonly host: RecorderHost;
  readonly call: Call;
  readonly tabCapture: {
    isAllowed(): Promise<boolean>;
    request(): Promise<boolean>;
    /** @throws FailureError, or the browser's own Error */
    streamId(tabId: number): Promise<string>;
  };
  /** Survives the service worker, but not the browser. */
  readonly memory: {
    recall(key: string): Promise<unknown>;
    remember(key: string, value: unknown): Promise<void>;
  };
  readonly options: () => Promise<CaptureOptions>;
  /** What to call a recording of this source. */
  readonly nameOf: (source: Source, tab: TabReference | undefined) => string;
  /** Shows the state on the toolbar button, in the menu and in the open pages. */
  readonly show: (snapshot: Snapshot, ready: boolean) => Promise<void>;
  /** Resolves to whether the browser did. */
  readonly openPopup: () => Promise<boolean>;
  /** Whether the person looks at the set-up page. */
  readonly isSetupInFront: () => Promise<boolean>;
  /** Whether anything of the recording is on disk. */
  readonly isSaved: (id: RecordingId) => Promise<boolean>;
  /** Resolves once no recorder holds the recording any more; one left unfinished is then closed. */
  readonly untilReleased: (id: RecordingId) => Promise<void>;
  /** What was interrupted and recovered, until the person has answered to it. */
  readonly found: { list(): Promise<readonly FoundRecording[]>; clear(): Promise<void> };
  /** Makes way for the new version of Timeslice, where that disturbs nobody. */
  readonly update: { isPossible(): Promise<boolean>; make(): void };
}
