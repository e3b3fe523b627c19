import type { Recording } from '../domain/recording';
import type { EndUse } from '../storage/locks';

/** What the access to media needs from outside. */
export interface MediaAccessDeps {
  /** Keeps every page from deleting the media while it is played or downloaded. */
  readonly useMedia: (recording: Pick<Recording, 'ranges'>) => Promise<EndUse>;
  /** Creates and revokes `blob:` URLs. */
  readonly urls: { create(media: Blob): string; revoke(url: string): void };
  readonly download: (url: string, name: string) => void;
  /** Called when a use has ended: another page may have left a deletion to this one. */
  readonly onEnd: () => Promise<void>;
}

/** Media with a URL, in use until {@link MediaAccess.release}. */
export interface TakenMedia {
  readonly url: string;
  readonly media: Blob;
  readonly endUse: EndUse;
}

/** Reads the media of recordings for as long as it is needed. */
export interface MediaAccess {
  /** @returns `undefined` if there is no media */
  take(recording: Recording, read: (recording: Recording) => Promise<Blob>): Promise<TakenMedia | undefined>;
  release(taken: TakenMedia): Promise<void>;
  /** Releases the media once a download of it must be over. */
  releaseLater(taken: TakenMedia): void;
  /** Downloads the media under a name, and releases it once the download must be over. */
  save(taken: TakenMedia, name: string): void;
}

/** How long a download may read, in ms: at least a minute, or as long as a slow disk needs at 10 MB/s. */
export function downloadMs(bytes: number): number {
  return Math.max(60_000, bytes / 10_000);
}

/** An access that uses nothing yet. */
export function createMediaAccess({ useMedia, urls, download, onEnd }: MediaAccessDeps): MediaAccess {
  const release = async ({ url, endUse }: TakenMedia) => {
    urls.revoke(url);
    await endUse();
    await onEnd();
  };
  const releaseLater = (taken: TakenMedia) =>
    void setTimeout(() => void release(taken), downloadMs(taken.media.size));
  return {
    release,
    releaseLater,
    async take(recording, read) {
      const endUse = await useMedia(recording);
      try {
        const blob = await read(recording);
        if (blob.size > 0) return { url: urls.create(blob), media: blob, endUse };
      } catch (error) {
        await endUse();
        throw error;
      }
      await endUse();
      return undefined;
    },
    save(taken, name) {
      download(taken.url, name);
      releaseLater(taken);
    },
  };
}
