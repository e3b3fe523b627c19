import { mostPictures, type StoryboardPicture } from '../../domain/storyboard';
import type { Later } from '../../domain/watch';

/** The first pictures are so far apart, in ms. */
const firstEveryMs = 2000;

/**
 * How far failures can lengthen the wait, in ms: each attempt may cost a worker. Once the pictures are further apart than
 * this, failures don't lengthen it.
 */
const longestMs = 60_000;

/** What a storyboard needs from outside. */
export interface StoryboardDeps {
  /** Takes a picture of what is recorded; `undefined` if the video has none to give. */
  readonly take: () => Promise<Blob | undefined>;
  /** How much has been recorded, in ms; `undefined` while nothing is. */
  readonly recordedMs: () => number | undefined;
  /** Keeps a picture. @param stale the times of those that go, in ms @throws DOMException if the database refuses */
  readonly save: (picture: StoryboardPicture, stale: readonly number[]) => Promise<void>;
  readonly later: Later;
}

/** Small pictures of what is recorded, for the player's timeline. */
export interface Storyboard {
  begin(): void;
  /** For good. */
  stop(): void;
}

/**
 * Takes a picture every two seconds. Once there are as many as a storyboard may have, every other one goes, and they are
 * taken half as often: so it takes no more space for ten hours than for four minutes. After each one that could not be taken
 * or saved, it waits twice as long, up to a minute; once they are more than a minute apart anyway, as long as without.
 */
export function createStoryboard({ take, recordedMs, save, later }: StoryboardDeps): Storyboard {
  let everyMs = firstEveryMs;
  let kept: readonly number[] = [];
  /** How many could not be taken or saved, one after another. */
  let failed = 0;
  let isOver = false;
  let cancel = () => {};

  const add = async () => {
    const beganMs = recordedMs();
    // A pause is one moment of the recording.
    if (beganMs === undefined || beganMs - (kept.at(-1) ?? 0) < everyMs / 2) return;
    const picture = await take();
    const atMs = recordedMs();
    // What came once it was paused may be what the user hides.
    if (isOver || atMs === undefined) return;
    if (picture === undefined) {
      failed += 1;
      return;
    }
    const all = [...kept, atMs];
    const isFull = all.length >= mostPictures;
    const left = isFull ? all.filter((_, index) => index % 2 === 1) : all;
    await save({ atMs, picture }, isFull ? all.filter((_, index) => index % 2 === 0) : []);
    failed = 0;
    kept = left;
    if (isFull) everyMs *= 2;
  };
  const wait = () => {
    cancel = later(Math.max(everyMs, Math.min(everyMs * 2 ** failed, longestMs)), () => {
      // The recording is as good without it.
      void add()
        .catch(() => {
          failed += 1;
        })
        .then(() => isOver || wait());
    });
  };
  return {
    begin() {
      if (!isOver) wait();
    },
    stop() {
      isOver = true;
      cancel();
    },
  };
}
