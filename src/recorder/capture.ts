import { FailureError } from '../domain/failure';
import { type Container, frameRateRange, sizeLimit } from '../domain/format';
import type { Plan } from '../domain/snapshot';

/**
 * Opens what the plan names. The person's refusal, or the browser's, comes as the exception of
 * `getUserMedia` or `getDisplayMedia`.
 *
 * @throws DOMException
 */
export function openSource(plan: Plan, container: Container): Promise<MediaStream> {
  const { frameRate } = plan.options;
  return plan.tab === undefined
    ? openPicked(container, frameRate)
    : openTab(plan.tab.streamId, container, frameRate);
}

/** `getUserMedia` constraints of `tabCapture`, which are Chromium's own. */
interface TabConstraints {
  readonly mandatory: Readonly<Record<string, string | number>>;
}

/**
 * The tab at its own physical pixels: `min` and `max` of different aspects keep the tab's size and
 * leave out the black bars; the least frame rate keeps a still page coming.
 */
function openTab(streamId: string, container: Container, frameRate: number): Promise<MediaStream> {
  const source = { chromeMediaSource: 'tab', chromeMediaSourceId: streamId };
  const { width, height } = sizeLimit[container];
  const video: TabConstraints = {
    mandatory: {
      ...source,
      minWidth: 16,
      minHeight: 16,
      maxWidth: width,
      maxHeight: height,
      minFrameRate: frameRateRange.min,
      maxFrameRate: frameRate,
    },
  };
  const audio: TabConstraints = { mandatory: source };
  return navigator.mediaDevices.getUserMedia({ audio, video } as unknown as MediaStreamConstraints);
}

/** `systemAudio` and its like are younger than the compiler's DOM library. */
interface PickerOptions extends DisplayMediaStreamOptions {
  readonly systemAudio: 'include' | 'exclude';
  readonly surfaceSwitching: 'include' | 'exclude';
}

function openPicked(container: Container, frameRate: number): Promise<MediaStream> {
  const { width, height } = sizeLimit[container];
  const options: PickerOptions = {
    video: { width: { max: width }, height: { max: height }, frameRate: { max: frameRate } },
    audio: true,
    systemAudio: 'include',
    surfaceSwitching: 'include',
  };
  return navigator.mediaDevices.getDisplayMedia(options);
}

/**
 * Refuses a stream that has nothing to record: no track, or one that has ended already.
 *
 * @throws FailureError `nothing-to-record`
 */
export function assertLive(stream: MediaStream): void {
  if (stream.active) return;
  throw new FailureError(
    'nothing-to-record',
    `The stream has ${stream.getTracks().length} tracks, none live`,
  );
}

/** How long to wait for a first frame, in ms: a source that shows nothing yet is recorded all the same. */
const firstFrameLimitMs = 1000;

/**
 * Resolves once the stream has shown its first frame: only then do its settings tell the picture's
 * real size, and `MediaRecorder` begins where it is started.
 */
export async function firstFrame(stream: MediaStream): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  await new Promise<unknown>((resolve) => {
    video.onloadedmetadata = resolve;
    setTimeout(resolve, firstFrameLimitMs);
    video.srcObject = new MediaStream(stream.getVideoTracks());
  });
  video.srcObject = null;
}
