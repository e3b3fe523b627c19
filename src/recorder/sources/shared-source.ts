import { FailureError } from '../../domain/failure';
import { type Container, frameRateRange } from '../../domain/format';
import type { Surface } from '../../domain/options';
import { pictureBox, type Size } from '../../domain/picture-box';
import type { Plan } from '../../domain/plan';

/**
 * Opens what the plan records beside the devices: the tab, or what the person picks; nothing where the source is a
 * device. The person's refusal, or the browser's, comes as the exception of `getUserMedia` or `getDisplayMedia`.
 *
 * @throws DOMException
 */
export async function openShared(plan: Plan, container: Container): Promise<MediaStream | undefined> {
  const { source, surface, frameRate, resolution } = plan.options;
  const box = pictureBox(resolution, container);
  if (plan.tab !== undefined) return openTab(plan.tab.streamId, box, frameRate);
  return source === 'picker' ? openPicked(surface, box, frameRate) : undefined;
}

/** `getUserMedia` constraints of `tabCapture`, which are Chromium's own. */
interface TabConstraints {
  readonly mandatory: Readonly<Record<string, string | number>>;
}

/**
 * The tab at its own physical pixels, or scaled down into the box: `min` and `max` of different aspects keep the
 * tab's own and leave out the black bars; the least frame rate keeps a still page coming.
 */
function openTab(streamId: string, { width, height }: Size, frameRate: number): Promise<MediaStream> {
  const source = { chromeMediaSource: 'tab', chromeMediaSourceId: streamId };
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
  readonly selfBrowserSurface: 'include' | 'exclude';
  readonly monitorTypeSurfaces: 'include' | 'exclude';
}

/** The person may pick something else than the surface on which the dialog opens. */
function openPicked(surface: Surface, { width, height }: Size, frameRate: number): Promise<MediaStream> {
  const options: PickerOptions = {
    video: {
      displaySurface: surface,
      width: { max: width },
      height: { max: height },
      frameRate: { max: frameRate },
    },
    // Sound as it is, for music is no noise. Without echo cancellation too, Chromium 156 loses the sound where the person
    // changes the tab for another.
    audio: { noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
    monitorTypeSurfaces: 'include',
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
 * Resolves to the picture's size once the stream has shown its first frame: nothing knows it sooner, and
 * `MediaRecorder` begins where it is started. 0 x 0 for a stream without a picture.
 */
export async function firstFrame(stream: MediaStream): Promise<Size> {
  const [track] = stream.getVideoTracks();
  if (track === undefined) return { width: 0, height: 0 };
  const video = document.createElement('video');
  video.muted = true;
  await new Promise<unknown>((resolve) => {
    video.onloadedmetadata = resolve;
    setTimeout(resolve, firstFrameLimitMs);
    video.srcObject = new MediaStream([track]);
  });
  const { videoWidth, videoHeight } = video;
  video.srcObject = null;
  const { width = 0, height = 0 } = track.getSettings();
  return videoWidth === 0 ? { width, height } : { width: videoWidth, height: videoHeight };
}
