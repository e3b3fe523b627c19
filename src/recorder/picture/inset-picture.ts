import { onDevicesChanged } from '../../devices/list-devices';
import { openInsetCamera } from '../../devices/open-device';
import { failure } from '../../domain/failure';
import { insetLayout } from '../../domain/inset-layout';
import type { CaptureOptions } from '../../domain/options';
import type { PartEvents, PicturePart } from '../part';
import { createRetries } from '../sources/reopening';
import { createInset } from './inset/inset';

/** What the picture needs from the browser. */
export interface InsetWorld {
  readonly createInset: typeof createInset;
  readonly open: typeof openInsetCamera;
  readonly onDevicesChanged: typeof onDevicesChanged;
}

const browserWorld: InsetWorld = { createInset, open: openInsetCamera, onDevicesChanged };

/**
 * The picture of a tab, window or screen with the camera in a corner. The camera is open only while it is shown; one
 * that is gone is opened again as soon as it can be.
 *
 * @param opened the camera, where it is shown from the start
 */
export function openInsetPicture(
  screen: MediaStreamTrack,
  opened: MediaStream | undefined,
  chosen: CaptureOptions,
  events: PartEvents,
  world: InsetWorld = browserWorld,
): PicturePart {
  let options = chosen;
  let camera: MediaStream | undefined;
  let isGone = false;
  /** Whether the person wants it shown; it takes a moment to open. */
  let isWanted = opened !== undefined;
  /** Counts what was wished for: a camera that opens after the next wish is let go. */
  let wish = 0;

  const inset = world.createInset(screen, insetLayout(options), (detail) =>
    events.failed(failure('unexpected', detail)),
  );

  const use = (stream: MediaStream | undefined) => {
    letGo(camera);
    camera = stream;
    isGone = false;
    const [track] = stream?.getVideoTracks() ?? [];
    inset.show(track);
    track?.addEventListener('ended', () => {
      if (camera !== stream) return;
      use(undefined);
      isGone = true;
      retries.again();
      events.changed();
    });
  };

  const open = async () => {
    wish += 1;
    const wished = wish;
    try {
      const stream = await world.open(options);
      if (wished !== wish) return letGo(stream);
      use(stream);
      retries.opened();
    } catch (error) {
      if (wished !== wish) return;
      if (isGone) retries.again();
      isWanted = camera !== undefined || isGone;
      throw error;
    }
    events.changed();
  };

  const hide = () => {
    wish += 1;
    retries.end();
    use(undefined);
  };

  const openAgain = () => {
    // What can't be opened now may be opened later.
    if (isGone) void open().catch(() => undefined);
  };
  const retries = createRetries(openAgain);
  const stopWatching = world.onDevicesChanged(openAgain);
  screen.addEventListener('ended', events.changed);
  inset.track.addEventListener('ended', () => {
    if (screen.readyState === 'live') events.failed(failure('unexpected', 'The composite has ended'));
  });
  if (opened !== undefined) use(opened);

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

function letGo(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
