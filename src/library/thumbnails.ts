import type { Recording, RecordingId } from '../domain/recording';
import type { MediaAccessDeps } from '../files/media-access';

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
  };
  /** Calls back soon, once the browser has drawn. */
  readonly soon: (task: () => void) => void;
}

interface Wanted {
  readonly recording: Recording;
  readonly show: (picture: Blob) => void;
}

/** Nothing is read yet. What is drawn together is read together; what has been scrolled away by then is not read. */
export function createThumbnails({ storage, urls, soon }: ThumbnailsDeps): Thumbnails {
  let wanted = new Set<Wanted>();

  const read = async () => {
    const now = [...wanted];
    wanted = new Set();
    if (now.length === 0) return;
    const pictures = await storage.thumbnails(now.map(({ recording }) => recording));
    for (const { recording, show } of now) {
      const picture = pictures.get(recording.id);
      if (picture !== undefined) show(picture);
    }
  };

  return {
    watch(recording, show) {
      let url: string | undefined;
      let isOver = false;
      const one: Wanted = {
        recording,
        show(picture) {
          if (isOver) return;
          url = urls.create(picture);
          show(url);
        },
      };
      // Without a picture, the row is as good.
      if (wanted.size === 0) soon(() => void read().catch(() => undefined));
      wanted.add(one);
      return () => {
        isOver = true;
        wanted.delete(one);
        if (url !== undefined) urls.revoke(url);
      };
    },
  };
}
