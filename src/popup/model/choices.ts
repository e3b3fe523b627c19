import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { containerOf, expectedCadenceMs, type FormatChoice, formats, mimeTypeOf } from '../../domain/format';
import { type CaptureOptions, defaultOptions, hasPicture } from '../../domain/options';
import { createNumberChoices, type NumberChoices } from './number-choices';

/** What the choices need from outside. */
export interface ChoicesOptions {
  readonly save: (options: CaptureOptions) => Promise<void>;
  readonly isTypeSupported: (mimeType: string) => boolean;
}

/** The person's choices before a recording, as they are made. */
export interface Choices {
  /** What the person chose, now or the last time; of a number that is wrong, the last right one. */
  readonly options: ReadonlySignal<CaptureOptions>;
  /** The options that can be typed as a number. */
  readonly numbers: NumberChoices;
  /** The numbers that are typed and can't be one, in the order in which they stand. */
  readonly wrong: ReadonlySignal<readonly (keyof NumberChoices)[]>;
  readonly formats: readonly FormatChoice[];
  /** The real time between slices, in ms, where the format can't keep the timeslice. */
  readonly slowerCadenceMs: ReadonlySignal<number | undefined>;
  /** Shows what was chosen the last time. */
  load(options: CaptureOptions): void;
  /** Takes over some of the options, and remembers all of them. */
  change(some: Partial<CaptureOptions>): void;
  /** Chooses an option of a select that ends with a number of one's own. */
  choose(field: keyof NumberChoices, name: string): void;
  /** Takes what is typed as that number, and remembers it where it can be one. */
  type(field: keyof NumberChoices, text: string): void;
  /** Brings the defaults back. */
  reset(): void;
}

/** Makes the choices; each is remembered as soon as it is valid. */
export function createChoices({ save, isTypeSupported }: ChoicesOptions): Choices {
  const options = signal<CaptureOptions>(defaultOptions);
  const numbers = createNumberChoices();
  const fields = Object.keys(numbers) as (keyof NumberChoices)[];
  const possible: readonly FormatChoice[] = [
    'automatic',
    ...formats.filter((known) => isTypeSupported(mimeTypeOf(known))).map((known) => known.id),
  ];

  const show = (chosen: CaptureOptions) => {
    const format = possible.includes(chosen.format) ? chosen.format : 'automatic';
    options.value = { ...chosen, format };
    numbers.timesliceMs.load(chosen.timesliceMs);
    numbers.quality.load(chosen.quality);
    numbers.stopAfterMs.load(chosen.stopAfterMs);
    numbers.stopAtBytes.load(chosen.stopAtBytes);
  };
  // A choice that can't be remembered still holds for this recording.
  const remember = () => void save(options.value).catch(() => undefined);

  /** What is typed stays as it is typed: only a change from elsewhere goes into the fields. */
  const takeOver = (some: Partial<CaptureOptions>) => {
    options.value = { ...options.value, ...some };
    remember();
  };
  const judge = (field: keyof NumberChoices) => {
    const value = numbers[field].value.value;
    if (value !== undefined) takeOver({ [field]: value });
  };

  show(defaultOptions);
  return {
    options,
    numbers,
    wrong: computed(() => fields.filter((field) => numbers[field].value.value === undefined)),
    formats: possible,
    slowerCadenceMs: computed(() => {
      const { source, format, timesliceMs } = options.value;
      // Sound alone is WebM, whatever was chosen.
      if (timesliceMs === null || !hasPicture(source)) return undefined;
      const cadence = expectedCadenceMs(containerOf(format), timesliceMs);
      return cadence === timesliceMs ? undefined : cadence;
    }),
    load: show,
    change: takeOver,
    choose(field, name) {
      numbers[field].choose(name);
      judge(field);
    },
    type(field, text) {
      numbers[field].type(text);
      judge(field);
    },
    reset() {
      show(defaultOptions);
      remember();
    },
  };
}
