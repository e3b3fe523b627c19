import { signal } from '@preact/signals';
import type { Recording } from '../domain/recording';
import type { Timeline } from '../domain/timeline';
import { type Later, waitAtMost } from '../domain/watch';
import type { MediaAccess, TakenMedia } from '../files/media-access';
import type { PlayedFile } from '../player/played-file';
import type { Originals } from '../storage/originals';
import type { Attempts } from './attempts';
import { type MediaOpening, openingCancelled, unlessCancelled } from './media-opening';
import type { Opened } from './opened';

/** What playing needs from the library. */
export interface PlayingDeps {
  /** Reads a recording; `undefined` if it is gone, which is shown. */
  readonly take: (
    recording: Recording,
    read: (recording: Recording) => Promise<Blob>,
  ) => Promise<TakenMedia | undefined>;
  readonly readTimeline: (recording: Recording) => Promise<Timeline>;
  readonly later: Later;
  readonly access: MediaAccess;
  readonly opening: MediaOpening;
  readonly attempts: Attempts;
  readonly opened: Opened;
}

/** How long a player waits for its timeline, in ms; later, it moves what is below. */
const patienceMs = 500;

/** Plays recordings, one at a time: the file, or the originals if that takes a while. */
export function createPlaying(deps: PlayingDeps): (recording: Recording) => Promise<void> {
  const { take, readTimeline, later, access, opening, attempts, opened } = deps;

  /** The video that is being opened, or whose file is being made. */
  let video: AbortController | undefined;

  /** Shows what can be played, and the file as soon as it is made. */
  const playOriginals = async (
    recording: Recording,
    { file, spans }: Originals,
    making: { readonly made: Promise<TakenMedia | undefined>; readonly ending: AbortController },
  ) => {
    const { made, ending } = making;
    const taking = access.take(recording, async () => file);
    const ownFile = signal<PlayedFile | undefined>(undefined);
    const release = () => {
      ending.abort(openingCancelled);
      for (const each of [taking, made]) {
        void each.then(
          (known) => known && access.release(known),
          () => undefined,
        );
      }
    };
    let taken: TakenMedia | undefined;
    try {
      taken = await taking;
    } finally {
      // Nobody else has the file that is being made.
      if (taken === undefined) release();
    }
    if (taken === undefined) return undefined;
    // It plays on if that fails.
    void attempts.tryOnce(() =>
      unlessCancelled(async () => {
        const own = await made;
        if (own !== undefined && !ending.signal.aborted) ownFile.value = playedFile(own);
      }),
    );
    return { file: { ...playedFile(taken), spans }, ownFile, release };
  };

  return (recording) =>
    attempts.attempt(() =>
      unlessCancelled(async () => {
        // A download goes on.
        video?.abort(openingCancelled);
        const ending = new AbortController();
        video = ending;
        const { value: before } = opened.open;
        let isPlayable = false;
        let onOriginals: (found: Originals) => void = () => undefined;
        const originals = new Promise<Originals>((resolve) => {
          onOriginals = (found) => {
            isPlayable = true;
            resolve(found);
          };
        });
        const task = { ending, isShown: () => !isPlayable, originals: onOriginals };
        const made = take(recording, (known) => opening.open(known, task));
        const timeline = signal<Timeline | undefined>(undefined);
        const reading = readTimeline(recording).then(
          (read) => {
            timeline.value = read;
          },
          () => undefined,
        );
        const first = await Promise.race([made, originals]);
        if (first === undefined) return;
        const open =
          'spans' in first
            ? await playOriginals(recording, first, { made, ending })
            : { file: playedFile(first), release: () => void access.release(first) };
        if (open === undefined) return;
        // It plays without it, too.
        await waitAtMost(patienceMs, later, reading);
        // The user has turned to something else: to another video, or to a form, and would lose what was typed there.
        const { value: now } = opened.open;
        if (ending.signal.aborted || (now !== undefined && now !== before)) return open.release();
        opened.show({ what: 'video', id: recording.id, timeline, ...open });
      }),
    );
}

function playedFile({ url, media }: TakenMedia): PlayedFile {
  return { url, media };
}
