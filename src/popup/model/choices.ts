import { computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  aac,
  containerOf,
  expectedCadenceMs,
  type FormatChoice,
  formatById,
  formats,
  mimeTypeOf,
  withAudio,
} from '../../domain/format';
import { type CaptureOptions, canHaveAudio, defaultOptions, hasPicture } from '../../domain/options';
import { createNumberChoices, type NumberChoices } from './number-choices';

/** What the choices need from outside. */
export interface ChoicesDeps {
  readonly save: (options: CaptureOptions) => Promise<void>;
  readonly isTypeSupported: (mimeType: string) => boolean;
}

/** The user's choices before a recording. */
export interface Choices {
  /** What the user chose, now or last time; for an invalid number, the last valid one. */
  readonly options: ReadonlySignal<CaptureOptions>;
  /** The options that can be typed as a number. */
  readonly numbers: NumberChoices;
  /** The invalid numbers, in the order of the fields. */
  readonly wrong: ReadonlySignal<readonly (keyof NumberChoices)[]>;
  readonly formats: readonly FormatChoice[];
  /** Whether this browser can record the audio of the chosen MP4 as AAC. */
  readonly canUseAac: ReadonlySignal<boolean>;
  /** The audio of the MP4 that would be recorded; `undefined` for WebM, and if there is none. */
  readonly mp4Audio: ReadonlySignal<CaptureOptions['mp4Audio'] | undefined>;
  /** The real time between slices, in ms, if the format can't keep the timeslice. */
  readonly slowerCadenceMs: ReadonlySignal<number | undefined>;
  /** Shows what was chosen last time. */
  load(options: CaptureOptions): void;
  /** Changes some of the options, and saves all of them. */
  change(some: Partial<CaptureOptions>): void;
  /** Chooses an option of a select whose last one is a custom number. */
  choose(field: keyof NumberChoices, name: string): void;
  /** Takes what is typed as that number, and saves it if it is valid. */
  type(field: keyof NumberChoices, text: string): void;
  /** Restores the defaults. */
  reset(): void;
}

/** Makes the choices; each is saved as soon as it is valid. */
export function createChoices({ save, isTypeSupported }: ChoicesDeps): Choices {
  const options = signal<CaptureOptions>(defaultOptions);
  const numbers = createNumberChoices();
  const fields = Object.keys(numbers) as (keyof NumberChoices)[];
  const possible: readonly FormatChoice[] = [
    'automatic',
    ...formats.filter((known) => isTypeSupported(mimeTypeOf(known))).map((known) => known.id),
  ];

  /** The audio that the recorder would choose. */
  const mp4AudioWith = (wanted: CaptureOptions['mp4Audio']) => {
    const { format } = options.value;
    if (format === 'automatic' || containerOf(format) === 'webm' || !canHaveAudio(options.value))
      return undefined;
    return withAudio(formatById(format), wanted, isTypeSupported).audioCodec === aac ? 'aac' : 'opus';
  };
  const show = (chosen: CaptureOptions) => {
    const format = possible.includes(chosen.format) ? chosen.format : 'automatic';
    options.value = { ...chosen, format };
    numbers.timesliceMs.load(chosen.timesliceMs);
    numbers.quality.load(chosen.quality);
    numbers.stopAfterMs.load(chosen.stopAfterMs);
    numbers.stopAtBytes.load(chosen.stopAtBytes);
  };
  // A choice that can't be saved still holds for this recording.
  const remember = () => void save(options.value).catch(() => undefined);

  /** Does not rewrite the field that is being typed in: only a change from elsewhere does. */
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
    canUseAac: computed(() => mp4AudioWith('aac') === 'aac'),
    mp4Audio: computed(() => mp4AudioWith(options.value.mp4Audio)),
    slowerCadenceMs: computed(() => {
      const { source, format, timesliceMs } = options.value;
      // Audio alone is WebM, whatever was chosen.
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
