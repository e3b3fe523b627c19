import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { losslessSpans, nextKept, type Span } from '../domain/edit';
import { type Cutting, createCutting } from './cutting';
import { createPlayback, type MediaLike, type Playback, type PlaybackDeps } from './playback';

/** How a recording is cut. */
export interface Cut {
  /** Where a recording can begin without re-encoding, in ms of the file, in order; `undefined` if that can't be read. */
  readonly places: () => Promise<ArrayLike<number> | undefined>;
  /** Saves new recordings of these spans. @returns whether it did */
  readonly save: (recordings: readonly (readonly Span[])[]) => Promise<boolean>;
}

/** What a player needs from outside. */
export interface PlayerDeps extends Pick<PlaybackDeps, 'everyFrame'> {
  /** Absent if the recording can't be cut. */
  readonly cut: Cut | undefined;
}

/** A recording that is being played, and may be cut. */
export interface PlayerModel {
  readonly playback: Playback;
  /** Absent if the recording can't be cut. */
  readonly cutting: Cutting | undefined;
  /** What each new recording keeps exactly, once it is known where a cut can begin; until then, what was asked for. */
  readonly exact: ReadonlySignal<readonly (readonly Span[])[]>;
  /** Whether a cut is being saved. */
  readonly isSaving: ReadonlySignal<boolean>;
  /** Saves what is left as new recordings. */
  save(): Promise<void>;
  /** Stops following the element. */
  end(): void;
}

/** Follows a media element. */
export function createPlayer(media: MediaLike, { everyFrame, cut }: PlayerDeps): PlayerModel {
  const places = signal<ArrayLike<number> | undefined>(undefined);
  const isSaving = signal(false);
  const playback = createPlayback(media, {
    everyFrame,
    next: (atMs) => (cutting.isChanged.value ? nextKept({ kept: exact.value.flat() }, atMs) : atMs),
  });
  const cutting = createCutting();
  const exact = computed(() => {
    const { value: known } = places;
    const { value: recordings } = cutting.recordings;
    return known === undefined || !cutting.isChanged.value
      ? recordings
      : recordings.map((spans) => losslessSpans(spans, known));
  });
  let asking: Promise<void> | undefined;
  /** Asks until it is known. */
  const ask = () => {
    asking ??= (async () => {
      places.value = await cut?.places();
      if (places.value === undefined) asking = undefined;
    })();
    return asking;
  };
  const stopAsking = effect(() => {
    // With each change, until it is known.
    void cutting.edit.value;
    if (cut !== undefined && cutting.isChanged.value) void ask();
  });

  return {
    playback,
    cutting: cut && cutting,
    exact,
    isSaving,
    async save() {
      if (cut === undefined || isSaving.value || !cutting.isChanged.value) return;
      isSaving.value = true;
      try {
        await ask();
        // Without the places, nothing says what would be saved.
        if (places.value !== undefined && (await cut.save(exact.value))) cutting.startAgain();
      } finally {
        isSaving.value = false;
      }
    },
    end() {
      stopAsking();
      playback.end();
    },
  };
}
