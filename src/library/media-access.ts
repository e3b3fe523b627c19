import type { Recording, RecordingId } from '../domain/recording';
import type { EndUse } from '../storage/locks';

/** What the access to media needs from outside. */
export interface MediaAccessOptions {
  /** Keeps every page from deleting it while it is played or downloaded. */
  readonly useMedia: (id: RecordingId) => Promise<EndUse>;
  /** A `blob:` address for the media, and its end. */
  readonly urls: { create(media: Blob): string; revoke(url: string): void };
  readonly download: (url: string, name: string) => void;
  /** Called when a use has ended: another page may have left the deletion to us. */
  readonly onEnd: () => Promise<void>;
}

/** Media at an address, in use until {@link MediaAccess.release}. */
export interface TakenMedia {
  readonly url: string;
  readonly bytes: number;
  readonly endUse: EndUse;
}

/** Reads the media of recordings for as long as it is needed. */
export interface MediaAccess {
  /** @returns `undefined` where there is nothing */
  take(recording: Recording, read: (recording: Recording) => Promise<Blob>): Promise<TakenMedia | undefined>;
  release(taken: TakenMedia): Promise<void>;
  /** Downloads it under that name, and releases it when that must be over. */
  save(taken: TakenMedia, name: string): void;
}

/** How long a download may read, in ms: a minute, and longer where a slow disk takes 10 MB a second. */
function downloadMs(bytes: number): number {
  return Math.max(60_000, bytes / 10_000);
}

/** Nothing is in use yet. */
export function createMediaAccess({ useMedia, urls, download, onEnd }: MediaAccessOptions): MediaAccess {
  const release = async ({ url, endUse }: TakenMedia) => {
    urls.revoke(url);
    await endUse();
    await onEnd();
  };
  return {
    release,
    async take(recording, read) {
      const endUse = await useMedia(recording.id);
      try {
        const blob = await read(recording);
        if (blob.size > 0) return { url: urls.create(blob), bytes: blob.size, endUse };
      } catch (error) {
        await endUse();
        throw error;
      }
      await endUse();
      return undefined;
    },
    save(taken, name) {
      download(taken.url, name);
      setTimeout(() => void release(taken), downloadMs(taken.bytes));
    },
  };
}
