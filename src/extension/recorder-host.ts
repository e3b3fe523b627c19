/** What the recorder runs in: an offscreen document, or an extension page in a browser without them. */
export interface RecorderHost {
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

const page = 'src/recorder/recorder.html';

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
