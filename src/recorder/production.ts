import { readDevicePermission } from '../devices/device-permission';
import { openCamera, openInsetCamera, openMicrophone } from '../devices/open-device';
import { assertLive, stopTracks } from '../devices/stream';
import type { Failure } from '../domain/failure';
import type { Container } from '../domain/format';
import { type Adjustment, hasInset, hasMicrophone } from '../domain/options';
import type { Plan } from '../domain/plan';
import type { Progress } from '../domain/snapshot';
import type { Part, PartEvents } from './part';
import { openPicture } from './picture/picture';
import { openSound } from './sound/sound';
import { requestIdleFrames } from './sources/idle-frames';
import { openShared } from './sources/shared-source';

/** What is recorded, while it is: the sources, and what is made of them. */
export interface Production {
  /** One picture, one sound, or both, for `MediaRecorder`. Its tracks never change. */
  readonly stream: MediaStream;
  /** @throws FailureError where a device that the change needs can't be opened; the rest is done */
  adjust(change: Adjustment): Promise<void>;
  /** Gives the encoder fewer frames, where it is far behind, in ms, and the frames are ours. */
  ease(behindMs: number): void;
  progress(): ProductionProgress;
  /** How loud the source's own sound has been since the last call, 0 to 1; `undefined` where it has none. */
  sourcePeak(): number | undefined;
  /** Lets go of every source. */
  close(): void;
}

/** What a production tells of itself. */
export type ProductionProgress = Pick<Progress, 'microphone' | 'inset' | 'sourceSound'>;

/** What happens to a production from outside. */
export interface ProductionEvents {
  /** Something of its progress changed. */
  changed(): void;
  /** The source is gone, or nothing is live any more. May come more than once. */
  ended(): void;
  /** What makes the picture or the sound has failed: nothing more will come of it. */
  failed(failure: Failure): void;
}

/**
 * Opens everything that the plan names. The devices come first, for they may fail and cost nothing; then the tab,
 * whose id works once and for 10 s, or the browser's dialog. When one fails, all are let go.
 *
 * @throws FailureError a device's, or `nothing-to-record` where a source was over before it began
 * @throws DOMException the browser's, or the person's, refusal
 */
export async function openProduction(
  plan: Plan,
  container: Container,
  events: ProductionEvents,
): Promise<Production> {
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
  let stopRefreshing: () => void = () => undefined;
  const letGo = () => {
    stopRefreshing();
    for (const part of parts) part.close();
    for (const stream of opened) stopTracks(stream);
  };

  try {
    const microphone = hasMicrophone(options) ? await keep(openMicrophone(options)) : undefined;
    const camera = options.source === 'camera' ? await keep(openCamera(options, container)) : undefined;
    const inset = hasInset(options) ? await keep(openInsetCamera(options)) : undefined;
    const shared = await keep(openShared(plan, container));
    stopRefreshing = requestIdleFrames(shared);

    let isOpen = false;
    const changed = () => {
      if (!isOpen) return;
      const isOver = shared === undefined ? !parts.some((part) => part.isLive()) : !picture.isLive();
      if (isOver) events.ended();
      else events.changed();
    };
    const partEvents: PartEvents = { changed, failed: events.failed };
    const sound = await openSound({ shared, microphone }, options, partEvents);
    parts.push(sound);
    // Tracks can't be added later: where the camera may be shown at all, the way for it is made now.
    const canShowInset = inset !== undefined || (await readDevicePermission('camera')) === 'granted';
    const picture = openPicture(
      { shared, camera: camera ?? inset, hasInset: canShowInset },
      options,
      partEvents,
    );
    parts.unshift(picture);
    isOpen = true;
    // A track may have ended meanwhile.
    changed();
    const tracks = parts.map(({ track }) => track).filter((track) => track !== undefined);
    return {
      stream: new MediaStream(tracks),
      async adjust(change) {
        const outcomes = await Promise.allSettled(parts.map(async (part) => part.adjust(change)));
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      },
      ease: picture.ease,
      progress: () => ({ ...picture.progress(), ...sound.progress() }),
      sourcePeak: sound.sourcePeak,
      close: letGo,
    };
  } catch (error) {
    letGo();
    throw error;
  }
}
