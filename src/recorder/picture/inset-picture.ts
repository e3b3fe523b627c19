import { onDevicesChanged } from '../../devices/list-devices';
import { openInsetCamera } from '../../devices/open-device';
import { stopTracks } from '../../devices/stream';
import { failure } from '../../domain/failure';
import { insetLayout } from '../../domain/inset-layout';
import type { CaptureOptions } from '../../domain/options';
import type { PartEvents, PicturePart } from '../part';
import { createReopening } from '../sources/reopening';
import type { SizedSource } from './inset/fixed-size';
import { createInset, type Inset } from './inset/inset';

/** What the inset needs from outside. */
export interface InsetPictureDeps {
  readonly createInset: (...args: Parameters<typeof createInset>) => Inset;
  /** @throws FailureError */
  readonly open: (options: CaptureOptions) => Promise<MediaStream>;
  readonly onDevicesChanged: typeof onDevicesChanged;
}

/** What the inset needs, in a browser that hands out the frames of tracks. */
export const insetPictureDeps: InsetPictureDeps = {
  createInset,
  open: (options) => openInsetCamera(options),
  onDevicesChanged,
};

/**
 * The video of a tab, window or screen with the camera in a corner. The camera is open only while it is shown; one
 * that is lost is opened again as soon as it can be.
 *
 * @param opened the camera, if it is shown from the start
 * @param sizedBy if all frames are to have one size: whose
 */
export function openInsetPicture(
  screen: MediaStreamTrack,
  opened: MediaStream | undefined,
  chosen: CaptureOptions,
  events: PartEvents,
  sizedBy: SizedSource | undefined,
  deps: InsetPictureDeps = insetPictureDeps,
): PicturePart {
  let options = chosen;
  let camera: MediaStream | undefined;
  let isGone = false;
  /** Whether the user wants it shown; opening takes a moment. */
  let isWanted = opened !== undefined;
  /** Counts the commands to open or hide: a camera that opens after a later one is released. */
  let command = 0;

  const inset = deps.createInset(screen, insetLayout(options), sizedBy, (detail) =>
    events.failed(failure('unexpected', detail)),
  );

  const use = (stream: MediaStream | undefined) => {
    stopTracks(camera);
    camera = stream;
    isGone = false;
    const [track] = stream?.getVideoTracks() ?? [];
    inset.show(track);
    track?.addEventListener('ended', () => {
      if (camera !== stream) return;
      use(undefined);
      isGone = true;
      reopening.schedule();
      events.changed();
    });
  };

  const open = async () => {
    command += 1;
    const ours = command;
    try {
      const stream = await deps.open(options);
      if (ours !== command) return stopTracks(stream);
      use(stream);
      reopening.opened();
    } catch (error) {
      if (ours !== command) return;
      if (isGone) reopening.schedule();
      isWanted = camera !== undefined || isGone;
      throw error;
    }
    events.changed();
  };

  const hide = () => {
    command += 1;
    reopening.cancel();
    use(undefined);
  };

  const reopen = () => {
    // A camera that can't be opened now may be opened later.
    if (isGone) void open().catch(() => undefined);
  };
  const reopening = createReopening(reopen);
  const stopWatching = deps.onDevicesChanged(reopen);
  screen.addEventListener('ended', events.changed);
  inset.track.addEventListener('ended', () => {
    if (screen.readyState === 'live') events.failed(failure('unexpected', 'The composite has ended'));
  });
  if (opened?.getVideoTracks()[0]?.readyState === 'ended') {
    // Lost while the screen was picked: no event comes any more, and Chromium refuses to read it.
    isGone = true;
    reopening.schedule();
  } else if (opened !== undefined) use(opened);

  return {
    track: inset.track,
    isLive: () => screen.readyState === 'live',
    async adjust(change) {
      const { cameraId } = options;
      options = { ...options, ...change };
      inset.change(insetLayout(options));
      isWanted = change.inset ?? isWanted;
      if (!isWanted) {
        hide();
        events.changed();
      } else if (options.cameraId !== cameraId || (change.inset === true && camera === undefined)) {
        await open();
      }
    },
    ease: inset.ease,
    setMatrix: inset.setMatrix,
    async convertTo(matrix) {
      await inset.convertTo(matrix);
      return true;
    },
    progress: () => ({
      inset: { shown: camera !== undefined || isGone, state: isGone ? 'gone' : 'live' },
    }),
    close() {
      hide();
      stopWatching();
      inset.close();
    },
  };
}
