import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { losslessSpans, nextKept, type Precision, type Span } from '../domain/edit';
import { type Cutting, createCutting } from './cutting';
import { createPlayback, type MediaLike, type Playback, type PlaybackDeps } from './playback';

/** Where a recording can be cut. */
export interface CutPlaces {
  /** Where it can begin without re-encoding, in ms of the file, in order. */
  readonly places: ArrayLike<number>;
  /** Whether this browser can encode it, so that it can begin anywhere. */
  readonly canBeExact: boolean;
}

/** How a recording is cut. */
export interface Cut {
  /** `undefined` if that can't be read. */
  readonly places: () => Promise<CutPlaces | undefined>;
  /** Saves new recordings of these spans. @returns whether it did */
  readonly save: (recordings: readonly (readonly Span[])[], precision: Precision) => Promise<boolean>;
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
  /** Lossless until {@link choosePrecision}. */
  readonly precision: ReadonlySignal<Precision>;
  /** `undefined` until it is known. */
  readonly canBeExact: ReadonlySignal<boolean | undefined>;
  choosePrecision(precision: Precision): void;
  /** Whether a cut is being saved. */
  readonly isSaving: ReadonlySignal<boolean>;
  /** Saves what is left as new recordings. */
  save(): Promise<void>;
  /** Stops following the element. */
  end(): void;
}

/** Follows a media element. */
export function createPlayer(media: MediaLike, { everyFrame, cut }: PlayerDeps): PlayerModel {
  const places = signal<CutPlaces | undefined>(undefined);
  const chosen = signal<Precision>('lossless');
  const precision = computed(() => (places.value?.canBeExact === false ? 'lossless' : chosen.value));
  const isSaving = signal(false);
  const playback = createPlayback(media, {
    everyFrame,
    next: (atMs) => (cutting.isChanged.value ? nextKept({ kept: exact.value.flat() }, atMs) : atMs),
  });
  const cutting = createCutting();
  const exact = computed(() => {
    const { value: known } = places;
    const { value: recordings } = cutting.recordings;
    const isKnown = precision.value === 'exact' || !cutting.isChanged.value;
    return known === undefined || isKnown
      ? recordings
      : recordings.map((spans) => losslessSpans(spans, known.places));
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
    precision,
    canBeExact: computed(() => places.value?.canBeExact),
    choosePrecision(next) {
      chosen.value = next;
    },
    isSaving,
    async save() {
      if (cut === undefined || isSaving.value || !cutting.isChanged.value) return;
      isSaving.value = true;
      try {
        await ask();
        // Without the places, nothing says what would be saved.
        if (places.value !== undefined && (await cut.save(exact.value, precision.value)))
          cutting.startAgain();
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
