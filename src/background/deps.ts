import type { FolderCopy } from '../domain/folder-copy';
import type { Notices, SavedRecording } from '../domain/notices';
import type { CaptureOptions, Source } from '../domain/options';
import type { Size } from '../domain/picture-box';
import type { TabReference } from '../domain/plan';
import type { Recording, RecordingId } from '../domain/recording';
import type { RecorderSnapshot } from '../domain/snapshot';
import type { Later } from '../domain/watch';
import type { RecorderHost } from '../extension/recorder-host';
import type { LastingStore, SessionStore } from '../extension/store';
import type { TabLook } from '../extension/tabs';
import type { Call } from '../messaging/rpc';

/** A tab on which the next click on the button starts a recording. */
export interface ReadyTab {
  readonly tabId: number;
  /** Since when, in ms since the epoch. */
  readonly at: number;
}

/** Everything that the toolbar button shows. */
export interface Shown {
  readonly snapshot: RecorderSnapshot;
  readonly notices: Notices;
  /** The tab on which the next click on the button starts a recording. */
  readonly ready: ReadyTab | undefined;
}

/** What the controller needs from outside. */
export interface ControllerDeps {
  readonly host: RecorderHost;
  readonly call: Call;
  readonly tabCapture: {
    /** Whether this browser can capture a tab without its picker. */
    readonly isPossible: boolean;
    isAllowed(): Promise<boolean>;
    request(): Promise<boolean>;
    /** @throws FailureError, or the browser's own Error */
    streamId(tabId: number): Promise<string>;
    /** Whether the user has muted the tab, the size of its page, in px that don't depend on the display, and page zoom. */
    read(tabId: number): Promise<{
      readonly muted: boolean;
      readonly size?: Size;
      readonly defaultZoom: number;
      /** When the user last went to it, in ms since the epoch; absent if the browser doesn't say. */
      readonly activatedAt?: number;
    }>;
    /** What its page looks like now, with its colors if they are wanted; absent if that can't be found out. */
    look(tabId: number, wantsColors: boolean): Promise<TabLook | undefined>;
    /** The tab in front. */
    front(): Promise<number | undefined>;
  };
  readonly store: SessionStore;
  readonly lastingStore: LastingStore;
  readonly later: Later;
  readonly options: () => Promise<CaptureOptions>;
  /** The name of a recording of this source, without the time. */
  readonly nameOf: (source: Source, tab: TabReference | undefined) => string;
  /** What file names call each source. */
  readonly sourceNames: Readonly<Record<Source, string>>;
  /** Shows the state on the toolbar button and in the menu. */
  readonly show: (shown: Shown) => Promise<void>;
  /** Send to the open pages. */
  readonly send: {
    readonly snapshot: (snapshot: RecorderSnapshot) => void;
    readonly notices: (notices: Notices) => void;
  };
  /** Resolves to whether the browser opened it. */
  readonly openPopup: () => Promise<boolean>;
  /** Whether the browser has dropped the look that the button had on the tab: another page was loaded. */
  readonly isLookDropped: (tabId: number) => Promise<boolean>;
  /** Whether the setup page is in front. */
  readonly isSetupInFront: () => Promise<boolean>;
  /** Whether anything of the recording is on disk. */
  readonly isSaved: (id: RecordingId) => Promise<boolean>;
  /**
   * Resolves once no recorder holds the recording any more, and one left unfinished is closed.
   *
   * @param released called before it is closed
   */
  readonly untilReleased: (id: RecordingId, released?: () => void) => Promise<void>;
  /** Recovered recordings that the user has not acknowledged. */
  readonly recovered: {
    list(): Promise<readonly SavedRecording[]>;
    /** Without the database. */
    ids(): Promise<readonly RecordingId[]>;
    clear(): Promise<void>;
  };
  /** The row of a recording. @throws DOMException if it can't be read */
  readonly find: (id: RecordingId) => Promise<Recording | undefined>;
  /** Shows a recording in the library. @param plays whether to play it at once */
  readonly openLibrary: (id: RecordingId, plays?: boolean) => Promise<void>;
  /** The copies of recordings in the user's folder. */
  readonly copies: {
    /** Whether what can wait may be written: after a torn log, it could cost every recording. */
    canWrite(): Promise<boolean>;
    /** @throws DOMException if they can't be read */
    list(): Promise<readonly FolderCopy[]>;
    /** Retries those that need the user's attention. @throws DOMException if the database refuses */
    retry(): Promise<void>;
  };
  /** Keeps the service worker awake. @returns ends it */
  readonly keepAwake: () => () => void;
  /** Installs a new version of Timeslice by reloading it. */
  readonly update: {
    /** Whether no page of ours is open. */
    isPossible(): Promise<boolean>;
    install(): void;
  };
}
