import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { containerOf, expectedCadenceMs, type FormatChoice, formats, mimeTypeOf } from '../domain/format';
import { type CaptureOptions, defaultOptions, type Source } from '../domain/options';
import { choiceOf, type TimesliceChoice, timesliceOf } from './timeslice-choice';

/** What the choices need from outside. */
export interface ChoicesOptions {
  readonly save: (options: CaptureOptions) => Promise<void>;
  readonly isTypeSupported: (mimeType: string) => boolean;
}

/** The person's choices before a recording, as they are made. */
export interface Choices {
  /** What the person chose, now or the last time. */
  readonly source: ReadonlySignal<Source>;
  readonly timeslice: ReadonlySignal<TimesliceChoice>;
  /** What is typed as a timeslice of one's own. */
  readonly typed: ReadonlySignal<string>;
  readonly typedIsWrong: ReadonlySignal<boolean>;
  readonly format: ReadonlySignal<FormatChoice>;
  readonly formats: readonly FormatChoice[];
  /** The real time between slices, in ms, where the format can't keep the timeslice. */
  readonly slowerCadenceMs: ReadonlySignal<number | undefined>;
  /** The choices as options; `undefined` while one is not valid. */
  readonly options: ReadonlySignal<CaptureOptions | undefined>;
  /** Shows what was chosen the last time. */
  load(options: CaptureOptions): void;
  chooseSource(source: Source): void;
  chooseTimeslice(choice: TimesliceChoice): void;
  typeTimeslice(text: string): void;
  chooseFormat(format: FormatChoice): void;
  reset(): void;
}

/** Makes the choices; each is remembered as soon as all are valid. */
export function createChoices({ save, isTypeSupported }: ChoicesOptions): Choices {
  const source = signal<Source>(defaultOptions.source);
  const timeslice = signal<TimesliceChoice>(choiceOf(defaultOptions.timesliceMs));
  const typed = signal(String(defaultOptions.timesliceMs));
  const format = signal<FormatChoice>(defaultOptions.format);
  const possible: readonly FormatChoice[] = [
    'automatic',
    ...formats.filter((known) => isTypeSupported(mimeTypeOf(known))).map((known) => known.id),
  ];

  const timesliceMs = computed(() => timesliceOf(timeslice.value, typed.value));
  const options = computed<CaptureOptions | undefined>(() =>
    timesliceMs.value === undefined
      ? undefined
      : { ...others.value, source: source.value, timesliceMs: timesliceMs.value, format: format.value },
  );

  const others = signal<CaptureOptions>(defaultOptions);
  const load = (chosen: CaptureOptions) => {
    others.value = chosen;
    source.value = chosen.source;
    timeslice.value = choiceOf(chosen.timesliceMs);
    if (chosen.timesliceMs !== null) typed.value = String(chosen.timesliceMs);
    format.value = possible.includes(chosen.format) ? chosen.format : 'automatic';
  };
  // A choice that can't be remembered still holds for this recording.
  const remember = () => options.value !== undefined && void save(options.value).catch(() => undefined);

  return {
    source,
    timeslice,
    typed,
    typedIsWrong: computed(() => timesliceMs.value === undefined),
    format,
    formats: possible,
    slowerCadenceMs: computed(() => {
      if (typeof timesliceMs.value !== 'number') return undefined;
      const cadence = expectedCadenceMs(containerOf(format.value), timesliceMs.value);
      return cadence === timesliceMs.value ? undefined : cadence;
    }),
    options,
    load,
    chooseSource(chosen) {
      source.value = chosen;
      remember();
    },
    chooseTimeslice(choice) {
      timeslice.value = choice;
      remember();
    },
    typeTimeslice(text) {
      typed.value = text;
      remember();
    },
    chooseFormat(chosen) {
      format.value = chosen;
      remember();
    },
    reset() {
      load(defaultOptions);
      remember();
    },
  };
}
