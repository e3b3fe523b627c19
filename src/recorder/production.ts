import { readDevicePermission } from '../devices/device-permission';
import { openCamera, openInsetCamera, openMicrophone } from '../devices/open-device';
import { assertLive, stopTracks } from '../devices/stream';
import { type ColorMatrix, vp8Matrix } from '../domain/color';
import type { Failure } from '../domain/failure';
import type { Container, RecordedFormat } from '../domain/format';
import { type Adjustment, hasInset, hasMicrophone, isShared } from '../domain/options';
import type { Size } from '../domain/picture-box';
import type { Plan } from '../domain/plan';
import type { Progress } from '../domain/snapshot';
import type { Watch } from '../domain/watch';
import type { Part, PartEvents } from './part';
import { createCameraColorWatch, createColorWatch } from './picture/color-watch';
import { openPicture } from './picture/picture';
import { openSound } from './sound/sound';
import { requestIdleFrames } from './sources/idle-frames';
import { openShared } from './sources/shared-source';

/** The open sources of a recording, and the video and audio made from them. */
export interface Sources {
  /** One video track, one audio track, or both, for `MediaRecorder`. Its tracks never change. */
  readonly stream: MediaStream;
  /**
   * Prepares the video for what is recorded from now on: VP8, in which players read the colors by the matrix of its height, is
   * converted to that, if its frames are ours.
   */
  prepareFor(format: Pick<RecordedFormat, 'videoCodec'>, size: Size): Promise<void>;
  /** By which matrix the video's colors are to be read, if it was found out. */
  matrix(): ColorMatrix | undefined;
  /** @throws FailureError if a device that the change needs can't be opened; the rest is done */
  adjust(change: Adjustment): Promise<void>;
  /** Sends the encoder fewer frames if it is far behind, in ms, and the frames are ours. */
  ease(behindMs: number): void;
  progress(): SourcesProgress;
  /** Whether a recorded tab is played to the user. */
  setPlayed(played: boolean): void;
  /** The source's peak since the last call, 0 to 1; `undefined` if it has no audio. */
  sourcePeak(): number | undefined;
  /** Calls back about ten times a second with the level of what is recorded, 0 to 1; not without audio. */
  onLevel(listener: (level: number) => void): void;
  /** Releases every source. */
  close(): void;
}

/** The progress of the sources. */
export type SourcesProgress = Pick<
  Progress,
  'microphone' | 'inset' | 'pictureGone' | 'sourceSound' | 'sourceSoundGone' | 'matrix'
>;

/** What happens to the sources. */
export interface SourcesEvents {
  /** {@link Sources.progress} has changed. */
  changed(): void;
  /** The source has ended, or no track is live any more. May come more than once. */
  ended(): void;
  /** The video or the audio failed for good. */
  failed(failure: Failure): void;
}

/** How sources are opened. */
export interface SourcesDeps {
  readonly openMicrophone: typeof openMicrophone;
  readonly openCamera: typeof openCamera;
  readonly openInsetCamera: typeof openInsetCamera;
  readonly openShared: typeof openShared;
  readonly readDevicePermission: typeof readDevicePermission;
  readonly requestIdleFrames: typeof requestIdleFrames;
  readonly createColorWatch: (...args: Parameters<typeof createColorWatch>) => Watch;
  readonly createCameraColorWatch: (...args: Parameters<typeof createCameraColorWatch>) => Watch;
  readonly openPicture: typeof openPicture;
  readonly openSound: typeof openSound;
  readonly createStream: (tracks: MediaStreamTrack[]) => MediaStream;
}

/** How sources are opened in a browser that hands out the data of tracks. */
export const sourcesDeps: SourcesDeps = {
  openMicrophone,
  openCamera,
  openInsetCamera,
  openShared,
  readDevicePermission,
  requestIdleFrames,
  createColorWatch,
  createCameraColorWatch,
  openPicture,
  openSound,
  createStream: (tracks) => new MediaStream(tracks),
};

/**
 * Opens every source that the plan names. Devices come first, because they may fail and cost nothing; then the tab,
 * whose id works once and for 10 s, or the browser's picker. If one fails, all are released.
 *
 * @throws FailureError a device's, or `nothing-to-record` if a source ended while the others were opened
 * @throws DOMException if the browser or the user refused
 */
export async function openSources(
  plan: Plan,
  container: Container,
  events: SourcesEvents,
  deps: SourcesDeps = sourcesDeps,
): Promise<Sources> {
  const { options } = plan;
  const opened: MediaStream[] = [];
  const keep = async <T extends MediaStream | undefined>(opening: Promise<T>): Promise<T> => {
    const stream = await opening;
    if (stream !== undefined) {
      opened.push(stream);
      assertLive(stream);
    }
    return stream;
  };
  const parts: Part<unknown>[] = [];
  let stopIdleFrames: () => void = () => undefined;
  let colors: Watch | undefined;
  const release = () => {
    stopIdleFrames();
    colors?.stop();
    for (const part of parts) part.close();
    for (const stream of opened) stopTracks(stream);
  };

  try {
    const microphone = hasMicrophone(options) ? await keep(deps.openMicrophone(options)) : undefined;
    const camera = options.source === 'camera' ? await keep(deps.openCamera(options, container)) : undefined;
    const inset = hasInset(options) ? await keep(deps.openInsetCamera(options)) : undefined;
    const shared = await keep(deps.openShared(plan, container));
    stopIdleFrames = deps.requestIdleFrames(shared);

    let isOpen = false;
    const changed = () => {
      if (!isOpen) return;
      const isOver = shared === undefined ? !parts.some((part) => part.isLive()) : !picture.isLive();
      if (isOver) events.ended();
      else events.changed();
    };
    const partEvents: PartEvents = { changed, failed: events.failed };
    const isPlayed = plan.tab?.muted !== true;
    const sound = await deps.openSound({ shared, microphone, isPlayed }, options, partEvents);
    parts.push(sound);
    // Tracks can't be added later: if the camera is to be shown later, its pipeline is built now.
    const canShowInset =
      inset !== undefined ||
      (options.insetLater &&
        isShared(options.source) &&
        (await deps.readDevicePermission('camera')) === 'granted');
    const picture = deps.openPicture(
      { shared, camera: camera ?? inset, hasInset: canShowInset, lastMatrix: plan.matrix },
      options,
      partEvents,
    );
    parts.unshift(picture);
    isOpen = true;
    // A track may have ended meanwhile.
    changed();
    let matrix: ColorMatrix | undefined;
    let converted: ColorMatrix | undefined;
    const setMatrix = (found: ColorMatrix) => {
      matrix = found;
      picture.setMatrix(found);
      changed();
    };
    const [screen] = shared?.getVideoTracks() ?? [];
    const [filmed] = camera?.getVideoTracks() ?? [];
    if (screen !== undefined)
      colors = deps.createColorWatch(screen, { assumed: plan.matrix, seen: plan.tab?.colors }, setMatrix);
    else if (filmed !== undefined) colors = deps.createCameraColorWatch(filmed, setMatrix);
    colors?.start();
    const tracks = parts.map(({ track }) => track).filter((track) => track !== undefined);
    return {
      stream: deps.createStream(tracks),
      async adjust(change) {
        const outcomes = await Promise.allSettled(parts.map(async (part) => part.adjust(change)));
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      },
      async prepareFor({ videoCodec }, size) {
        if (videoCodec !== 'vp8') return;
        const wanted = vp8Matrix(size.height);
        if (await picture.convertTo(wanted, size)) converted = wanted;
      },
      matrix: () => converted ?? matrix,
      ease: picture.ease,
      progress: () => ({
        ...picture.progress(),
        ...sound.progress(),
        ...(matrix === undefined ? {} : { matrix }),
      }),
      setPlayed: sound.setPlayed,
      sourcePeak: sound.sourcePeak,
      onLevel: sound.onLevel,
      close: release,
    };
  } catch (error) {
    release();
    throw error;
  }
}
