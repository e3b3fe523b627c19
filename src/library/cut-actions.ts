import { joinCaptions } from '../domain/captions';
import type { Precision, Span } from '../domain/edit';
import { type FailureCode, FailureError } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { MediaAccess, TakenMedia } from '../files/media-access';
import type { CopyWatch } from '../files/media-reader';
import type { Cut, CutPlaces } from '../player/model';
import type { Attempts } from './attempts';

/** How new recordings are made. */
export interface CutWay {
  readonly precision: Precision;
  /** Whether other recordings were added to this one. */
  readonly isJoined: boolean;
}

/** What cuts and joins recordings. */
export interface CutStorage {
  /** Where a recording can be cut. */
  cutPlaces(recording: Recording): Promise<CutPlaces>;
  /**
   * Makes new recordings of parts of one, by reference; if they are to be exact, the pieces up to key frames are new.
   *
   * @param parts the spans of each new recording, in ms of the file
   * @returns their ids
   */
  cut(
    recording: Recording,
    parts: readonly (readonly Span[])[],
    way: CutWay,
  ): Promise<readonly RecordingId[]>;
  /** The file of a recording of several ranges, and where each of them begins in it, in ms. */
  openJoined(
    recording: Recording,
    watch: CopyWatch,
  ): Promise<{ readonly file: Blob; readonly startsMs: ArrayLike<number> }>;
}

/** What cutting needs from the library. */
export interface CutActionsDeps {
  readonly storage: CutStorage;
  readonly access: MediaAccess;
  readonly attempts: Attempts;
  readonly all: () => readonly Recording[];
  readonly nameOf: (recording: Recording) => string;
  readonly reload: () => Promise<void>;
  /** Called when the user has changed something: a deletion can't be undone any more. */
  readonly onChanged: () => void;
}

/** Cuts recordings, and joins them. */
export interface CutActions {
  /** What a player needs to cut a recording. */
  cutOf(recording: Recording): Cut;
}

/** So many are offered, the newest: nobody finds one in a longer list. */
const mostOffered = 100;

/** Nothing is joined yet. */
export function createCutActions(deps: CutActionsDeps): CutActions {
  const { storage, attempts, access } = deps;

  const find = (id: RecordingId): Recording => {
    const found = deps.all().find((known) => known.id === id);
    if (found === undefined) throw new FailureError('recording-not-found', id);
    return found;
  };
  /** A recording followed by others, as it will be. */
  const joinedOf = (recording: Recording, added: readonly RecordingId[]): Recording => {
    // Captions may have been added since the player was opened.
    const current = deps.all().find(({ id }) => id === recording.id) ?? recording;
    const parts = [current, ...added.map(find)];
    const { captions: _before, ...facts } = recording;
    const captions = joinCaptions(parts);
    return {
      ...facts,
      ranges: parts.flatMap(({ ranges }) => ranges),
      durationMs: parts.reduce((sum, { durationMs }) => sum + durationMs, 0),
      ...(captions.length === 0 ? {} : { captions }),
    };
  };

  return {
    cutOf(recording) {
      const taken: TakenMedia[] = [];
      let isEnded = false;
      return {
        others: () =>
          deps
            .all()
            .filter(({ id, state, bytes }) => id !== recording.id && state !== 'recording' && bytes > 0)
            .slice(0, mostOffered)
            .map((other) => ({ id: other.id, name: other.name.trim() || deps.nameOf(other) })),
        async places(added) {
          const places = await attempts.tryOnce(() => storage.cutPlaces(joinedOf(recording, added)));
          return places.ok ? places.value : undefined;
        },
        async save(parts, precision, added) {
          const way = { precision, isJoined: added.length > 0 };
          const saved = await attempts.tryOnce(() => storage.cut(joinedOf(recording, added), parts, way));
          if (saved.ok) deps.onChanged();
          await deps.reload();
          return saved.ok;
        },
        async join(added, watch) {
          const join = async () => {
            for (const other of added.map(find)) assertSimilar(recording, other);
            const first = joinedOf(recording, added.slice(0, -1)).ranges.length;
            let atMs = 0;
            const media = await access.take(joinedOf(recording, added), async (whole) => {
              const { file, startsMs } = await storage.openJoined(whole, watch);
              atMs = startsMs[first] ?? 0;
              return file;
            });
            if (media === undefined) throw new FailureError('recording-not-found', recording.id);
            // The player may have been closed meanwhile.
            if (isEnded) void access.release(media);
            else taken.push(media);
            return { url: media.url, media: media.media, atMs };
          };
          const joined = await attempts.tryOnce(() =>
            join().catch((error) => {
              // The user has canceled it.
              if (watch.signal.aborted) return undefined;
              throw error;
            }),
          );
          return joined.ok ? joined.value : undefined;
        },
        end() {
          isEnded = true;
          for (const media of taken.splice(0)) void access.release(media);
        },
      };
    },
  };
}

/** The most common reasons why recordings can't be joined; their headers know the others. */
function assertSimilar(one: Recording, other: Recording): void {
  const refuse = (code: FailureCode, of: (recording: Recording) => string) => {
    throw new FailureError(code, `${of(one)}, ${of(other)}`);
  };
  if (one.format !== other.format) refuse('join-format-differs', ({ format }) => format);
  if (one.width !== other.width || one.height !== other.height) {
    refuse('join-size-differs', ({ width, height }) => `${width} × ${height}`);
  }
  if (one.hasAudio !== other.hasAudio) refuse('join-tracks-differ', ({ mimeType }) => mimeType);
}
