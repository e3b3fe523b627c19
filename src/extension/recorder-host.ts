/** What the recorder runs in: an offscreen document, or a small window in a browser without them. */
export interface RecorderHost {
  /** Whether the user can close it: closed before anything is recorded, it has cancelled the start. */
  readonly isClosable: boolean;
  exists(): Promise<boolean>;
  /** Opens the recorder unless it is open. Single-flight: two calls at once open one. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

/** The part of the extension API that opens and closes offscreen documents. */
export interface OffscreenApi {
  readonly runtime: Pick<typeof chrome.runtime, 'getContexts'>;
  readonly offscreen: Pick<typeof chrome.offscreen, 'createDocument' | 'closeDocument'>;
}

/** The part of the extension API that opens and closes windows. */
export interface WindowApi {
  readonly runtime: Pick<typeof chrome.runtime, 'getContexts' | 'getURL'>;
  readonly windows: {
    create(options: {
      readonly type: 'popup';
      readonly url: string;
      readonly width: number;
      readonly height: number;
    }): Promise<unknown>;
    remove(id: number): Promise<void>;
  };
}

const page = 'src/recorder/recorder.html';
const windowPage = 'src/recorder-window/recorder-window.html';

/** The size of the recorder's window, in px. */
const windowSize = { width: 460, height: 340 } as const;

/** How often the page is asked whether it answers yet, and how long, in ms: a busy machine loads it in seconds. */
const loading = { askEveryMs: 50, patienceMs: 20_000 } as const;

/** The recorder in an offscreen document, which outlives the service worker. */
export function createOffscreenHost({ runtime, offscreen }: OffscreenApi): RecorderHost {
  let opening: Promise<void> | undefined;

  const exists = async () => {
    const contexts = await runtime.getContexts({
      contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType],
    });
    return contexts.length > 0;
  };

  const open = async () => {
    if (await exists()) return;
    await offscreen.createDocument({
      url: page,
      reasons: ['USER_MEDIA', 'DISPLAY_MEDIA', 'BLOBS'] as chrome.offscreen.Reason[],
      justification:
        'Records the tab or screen that the user chose, with MediaRecorder, and downloads the file.',
    });
  };

  return {
    isClosable: false,
    exists,
    ensure() {
      opening ??= open().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    async close() {
      if (await exists()) await offscreen.closeDocument();
    },
  };
}

/**
 * The recorder in a window, for a browser without offscreen documents.
 *
 * @param answers whether the recorder in it answers calls: the browser opens a window before its page is loaded
 */
export function createWindowHost(
  { runtime, windows }: WindowApi,
  answers: () => Promise<boolean>,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): RecorderHost {
  const url = runtime.getURL(windowPage);
  let opening: Promise<void> | undefined;

  const list = () =>
    runtime.getContexts({
      contextTypes: ['TAB' as chrome.runtime.ContextType],
      documentUrls: [url],
    });

  const open = async () => {
    if ((await list()).length === 0) await windows.create({ type: 'popup', url, ...windowSize });
    for (let waitedMs = 0; waitedMs < loading.patienceMs; waitedMs += loading.askEveryMs) {
      if (await answers()) return;
      await wait(loading.askEveryMs);
    }
    throw new Error('The recorder’s window doesn’t answer');
  };

  return {
    isClosable: true,
    exists: async () => (await list()).length > 0,
    ensure() {
      opening ??= open().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    async close() {
      for (const { windowId } of await list()) await windows.remove(windowId);
    },
  };
}
