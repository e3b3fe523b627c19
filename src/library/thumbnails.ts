import { isPart } from '../domain/clip';
import type { Recording, RecordingId } from '../domain/recording';
import type { MediaAccessDeps } from '../files/media-access';
import type { IdleWork } from './idle-work';

/** The pictures of the recordings that are drawn. */
export interface Thumbnails {
  /**
   * Shows the picture of a recording once it is read, if there is one.
   *
   * @param show called with the `blob:` URL of it
   * @returns ends that, and revokes the URL
   */
  watch(recording: Recording, show: (url: string) => void): () => void;
}

/** What the pictures need from outside. */
export interface ThumbnailsDeps extends Pick<MediaAccessDeps, 'urls'> {
  readonly storage: {
    thumbnails(recordings: readonly Recording[]): Promise<ReadonlyMap<RecordingId, Blob>>;
    /** Makes the picture of a recording that has none, and keeps it; `undefined` if none can be made. */
    makeThumbnail(recording: Recording, signal: AbortSignal): Promise<Blob | undefined>;
  };
  /** Runs a task once there is time. */
  readonly idleTask: IdleWork['add'];
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
}

interface Wanted {
  readonly recording: Recording;
  readonly show: (picture: Blob) => void;
  isOver: boolean;
}

/** An earlier version took no picture, and a recording may have ended before its first frame. A part has that of its media. */
function canBeMade(recording: Recording): boolean {
  const { state, width, bytes } = recording;
  return state === 'complete' && width > 0 && bytes > 0 && !isPart(recording);
}

/** Nothing is read yet. What is drawn together is read together; what has been scrolled away by then is not read. */
export function createThumbnails({ storage, urls, soon, idleTask }: ThumbnailsDeps): Thumbnails {
  let wanted = new Set<Wanted>();
  /** Those whose picture was made, or can't be, while this page is open. */
  const tried = new Set<RecordingId>();

  const make = (one: Wanted) => {
    const { recording } = one;
    if (!canBeMade(recording) || tried.has(recording.id)) return;
    idleTask(async (signal) => {
      if (one.isOver || tried.has(recording.id)) return;
      const picture = await storage.makeThumbnail(recording, signal).catch(() => undefined);
      // Interrupted, it is tried again.
      if (signal.aborted) return;
      tried.add(recording.id);
      if (picture !== undefined) one.show(picture);
    });
  };

  const read = async () => {
    const now = [...wanted];
    wanted = new Set();
    if (now.length === 0) return;
    const pictures = await storage.thumbnails(now.map(({ recording }) => recording));
    for (const one of now) {
      const picture = pictures.get(one.recording.id);
      if (picture === undefined) make(one);
      else one.show(picture);
    }
  };

  return {
    watch(recording, show) {
      let url: string | undefined;
      const one: Wanted = {
        recording,
        isOver: false,
        show(picture) {
          if (one.isOver) return;
          url = urls.create(picture);
          show(url);
        },
      };
      // Without a picture, the row is as good.
      if (wanted.size === 0) soon(() => void read().catch(() => undefined));
      wanted.add(one);
      return () => {
        one.isOver = true;
        wanted.delete(one);
        if (url !== undefined) urls.revoke(url);
      };
    },
  };
}
