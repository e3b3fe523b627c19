import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { losslessSpans, type NotExact, nextKept, type Precision, type Span } from '../domain/edit';
import { type Cutting, createCutting } from './cutting';
import {
  createJoining,
  type JoinableRecording,
  type JoinedFile,
  type Joining,
  type JoinWatch,
} from './joining';
import { createPlayback, type MediaLike, type Playback, type PlaybackDeps } from './playback';
import type { PlayedFile } from './played-file';

/** Where a recording can be cut. */
export interface CutPlaces {
  /** Where it can begin without re-encoding, in ms of the file, in order. */
  readonly places: ArrayLike<number>;
  /** Why it can't begin anywhere else; absent if it can. */
  readonly notExact?: NotExact;
}

/** How a recording is cut. */
export interface Cut {
  /** Where the recording can be cut, with those that were added to it; `undefined` if that can't be read. */
  readonly places: (added: readonly string[]) => Promise<CutPlaces | undefined>;
  /** Saves new recordings of these spans. @returns whether it did */
  readonly save: (
    recordings: readonly (readonly Span[])[],
    precision: Precision,
    added: readonly string[],
  ) => Promise<boolean>;
  /** The recordings that may be added, the newest first. */
  readonly others: () => readonly JoinableRecording[];
  /** The file of the recording and of those that are added; `undefined` if they can't be joined, which is shown. */
  readonly join: (added: readonly string[], watch: JoinWatch) => Promise<JoinedFile | undefined>;
  /** The files are not needed any more. */
  readonly end: () => void;
}

/** What a player needs from outside. */
export interface PlayerDeps extends Pick<PlaybackDeps, 'everyFrame' | 'file' | 'statedMs'> {
  /** The recording's own file, once it is made, if it is played from its originals until then. */
  readonly ownFile: ReadonlySignal<PlayedFile | undefined> | undefined;
  /** Absent if the recording can't be cut. */
  readonly cut: Cut | undefined;
}

/** A recording that is being played, and may be cut. */
export interface PlayerModel {
  readonly playback: Playback;
  /** What is played: the recording's own file or its originals, or the file of all that are joined. */
  readonly file: ReadonlySignal<PlayedFile>;
  /** Absent if the recording can't be cut. */
  readonly cutting: Cutting | undefined;
  /** Absent if the recording can't be cut. */
  readonly joining: Joining | undefined;
  /** The recordings that may be added, the newest first. */
  others(): readonly JoinableRecording[];
  /** What each new recording keeps exactly, once it is known where a cut can begin; until then, what was asked for. */
  readonly exact: ReadonlySignal<readonly (readonly Span[])[]>;
  /** Lossless until {@link choosePrecision}. */
  readonly precision: ReadonlySignal<Precision>;
  /** `undefined` until it is known. */
  readonly notExact: ReadonlySignal<NotExact | undefined>;
  choosePrecision(precision: Precision): void;
  /** Whether a cut is being saved. */
  readonly isSaving: ReadonlySignal<boolean>;
  /** Saves what is left as new recordings. */
  save(): Promise<void>;
  /** Stops following the element. */
  end(): void;
}

/** What a lossless cut keeps of each recording. */
const losslessOf = (recordings: readonly (readonly Span[])[], { places }: CutPlaces) =>
  recordings.map((spans) => losslessSpans(spans, places));

/** Follows a media element. */
export function createPlayer(
  media: MediaLike,
  { everyFrame, file: first, statedMs, ownFile, cut }: PlayerDeps,
): PlayerModel {
  const isSaving = signal(false);
  const playback = createPlayback(media, {
    everyFrame,
    file: first,
    statedMs,
    onJump() {
      own.value = ownFile?.value ?? own.value;
    },
    next: (atMs) => (cutting.isChanged.value ? nextKept({ kept: exact.value.flat() }, atMs) : atMs),
  });
  const cutting = createCutting();
  const joining = cut && createJoining(cutting, cut.join);
  const own = signal(first);
  const file = computed(() => joining?.file.value ?? own.value);
  const stopLoading = effect(() => playback.load(file.value));
  /** Of the recordings that were added. */
  const known = signal<{ readonly of: string; readonly places: CutPlaces } | undefined>(undefined);
  const places = computed(() =>
    known.value?.of === cutting.added.value.join() ? known.value.places : undefined,
  );
  const chosen = signal<Precision>('lossless');
  const precision = computed(() => (places.value?.notExact !== undefined ? 'lossless' : chosen.value));
  const exact = computed(() => {
    const { value: recordings } = cutting.recordings;
    const { value: found } = places;
    const isAsAsked = precision.value === 'exact' || !cutting.isChanged.value;
    return found === undefined || isAsAsked ? recordings : losslessOf(recordings, found);
  });
  const asking = new Map<string, Promise<CutPlaces | undefined>>();
  /** Asks until it is known. @returns the places of the recordings that are added now */
  const ask = () => {
    const added = cutting.added.value;
    const of = added.join();
    const asked =
      asking.get(of) ??
      (async () => {
        const found = await cut?.places(added);
        if (found !== undefined) known.value = { of, places: found };
        asking.delete(of);
        return found;
      })();
    asking.set(of, asked);
    return asked;
  };
  const stopAsking = effect(() => {
    // With each change, until it is known.
    void cutting.edit.value;
    if (cut !== undefined && cutting.isChanged.value && places.value === undefined) void ask();
  });

  return {
    playback,
    file,
    cutting: cut && cutting,
    joining,
    others: () => cut?.others() ?? [],
    exact,
    precision,
    notExact: computed(() => places.value?.notExact),
    choosePrecision(next) {
      chosen.value = next;
    },
    isSaving,
    async save() {
      if (cut === undefined || isSaving.value || !cutting.isChanged.value) return;
      isSaving.value = true;
      try {
        // As it is at the click: the user may go on editing.
        const { edit, added, selection, recordings } = cutting;
        const clicked = {
          edit: edit.value,
          added: added.value,
          selection: selection.value,
          recordings: recordings.value,
          precision: chosen.value,
        };
        const found = places.value ?? (await ask());
        // Without the places, nothing says what would be saved.
        if (found === undefined) return;
        const isExact = clicked.precision === 'exact' && found.notExact === undefined;
        const isSaved = await cut.save(
          isExact ? clicked.recordings : losslessOf(clicked.recordings, found),
          isExact ? 'exact' : 'lossless',
          clicked.added,
        );
        if (!isSaved) return;
        const isSame =
          edit.value === clicked.edit &&
          added.value === clicked.added &&
          selection.value.inMs === clicked.selection.inMs &&
          selection.value.outMs === clicked.selection.outMs;
        if (isSame) cutting.startAgain();
        else cutting.keepAfterSave();
      } finally {
        isSaving.value = false;
      }
    },
    end() {
      stopAsking();
      stopLoading();
      joining?.end();
      cut?.end();
      playback.end();
    },
  };
}
