import {
  type FormatChoice,
  formats,
  frameRateRange,
  type Quality,
  qualities,
  videoBitRateRange,
} from './format';

/**
 * What to record: the tab in front, by `tabCapture`; what the person picks in the browser's dialog; the camera; or
 * the microphone alone.
 */
export type Source = 'tab' | 'picker' | 'camera' | 'microphone';

/** What the browser's dialog opens on: `displaySurface` of {@link https://www.w3.org/TR/screen-capture/ Screen Capture}. */
export type Surface = 'monitor' | 'window' | 'browser';

/** The largest picture: the source's own size, or that many lines. Never scaled up. */
export type Resolution = 'native' | 1080 | 720 | 480;

/** The outline of the camera inset. */
export type InsetShape = 'round' | 'square';

/** Where the camera inset stands. */
export type InsetCorner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** How large the camera inset is. */
export type InsetSize = 'small' | 'medium' | 'large';

/** What a person chooses before a recording. */
export interface CaptureOptions {
  readonly source: Source;
  /** What the picker opens on; the person may still pick something else. */
  readonly surface: Surface;
  /** The timeslice of `MediaRecorder.start()`, in ms; `null` is none: one Blob at the end. */
  readonly timesliceMs: number | null;
  readonly format: FormatChoice;
  readonly resolution: Resolution;
  /** At most so many frames a second; a whole number within {@link frameRateRange}. */
  readonly frameRate: number;
  /** The bit rate of the picture, by name or in bits a second. */
  readonly quality: Quality;
  /** Whether the microphone is recorded beside the source's own sound; the source `microphone` always is. */
  readonly microphone: boolean;
  /** The `deviceId` of the microphone; empty: the default, whatever it is by then. */
  readonly microphoneId: string;
  /** How loud the microphone is in the recording, as a factor within {@link gainRange}. */
  readonly microphoneGain: number;
  /** How loud the tab or the system is in the recording, beside a microphone. */
  readonly sourceGain: number;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  /** Whether the camera stands in a corner of the picture. */
  readonly inset: boolean;
  /** The `deviceId` of the camera; empty: the default. */
  readonly cameraId: string;
  readonly insetShape: InsetShape;
  readonly insetCorner: InsetCorner;
  readonly insetSize: InsetSize;
  readonly insetMirrored: boolean;
  /** Seconds between the open streams and the first recorded moment. */
  readonly countdownS: 0 | 3 | 5 | 10;
  /** Stop by itself after so much recorded time, in ms, within {@link stopAfterRangeMs}; `null`: never. */
  readonly stopAfterMs: number | null;
  /** Stop by itself at so many bytes on disk, within {@link stopAtRangeBytes}; `null`: never. */
  readonly stopAtBytes: number | null;
  /** Stop by itself when the source's sound, once heard, has ended. */
  readonly stopOnSilence: boolean;
}

/** The shortest and the longest timeslice, in ms: 100 ms to 1 h. */
export const timesliceRangeMs = { min: 100, max: 3_600_000 } as const;

/** The timeslices that are offered by name, in ms. */
export const timeslicePresetsMs = [250, 1000, 5000, 10_000] as const;

/** From nothing to twice as loud. */
export const gainRange = { min: 0, max: 2 } as const;

/** The limits of {@link CaptureOptions.stopAfterMs}, in ms: 1 s to 24 h. */
export const stopAfterRangeMs = { min: 1000, max: 86_400_000 } as const;

/** The limits of {@link CaptureOptions.stopAtBytes}, in bytes: 1 MB to 1 TB. */
export const stopAtRangeBytes = { min: 1_000_000, max: 1_000_000_000_000 } as const;

/** Every {@link Resolution}, the largest first. */
export const resolutions = ['native', 1080, 720, 480] as const satisfies readonly Resolution[];

/** Every countdown, in seconds. */
export const countdownsS = [0, 3, 5, 10] as const;

/** What a new user starts with. */
export const defaultOptions: CaptureOptions = {
  source: 'tab',
  surface: 'monitor',
  timesliceMs: 1000,
  format: 'automatic',
  resolution: 'native',
  frameRate: 30,
  quality: 'balanced',
  microphone: false,
  microphoneId: '',
  microphoneGain: 1,
  sourceGain: 1,
  echoCancellation: true,
  noiseSuppression: true,
  inset: false,
  cameraId: '',
  insetShape: 'round',
  insetCorner: 'bottom-right',
  insetSize: 'medium',
  insetMirrored: true,
  countdownS: 0,
  stopAfterMs: null,
  stopAtBytes: null,
  stopOnSilence: false,
};

type Check<T> = (value: unknown) => value is T;

function oneOf<const T extends readonly unknown[]>(...values: T): Check<T[number]> {
  return (value): value is T[number] => values.some((known) => known === value);
}

function numberWithin({ min, max }: { readonly min: number; readonly max: number }): Check<number> {
  return (value): value is number => typeof value === 'number' && value >= min && value <= max;
}

function wholeWithin(range: { readonly min: number; readonly max: number }): Check<number> {
  const isWithin = numberWithin(range);
  return (value): value is number => isWithin(value) && Number.isInteger(value);
}

function orElse<T, U>(one: Check<T>, other: Check<U>): Check<T | U> {
  return (value): value is T | U => one(value) || other(value);
}

const isNull = oneOf(null);
const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';
/** The browser's own device ids have 64 characters. */
const isDeviceId: Check<string> = (value): value is string =>
  typeof value === 'string' && value.length <= 256;

const checks: { readonly [field in keyof CaptureOptions]: Check<CaptureOptions[field]> } = {
  source: oneOf('tab', 'picker', 'camera', 'microphone'),
  surface: oneOf('monitor', 'window', 'browser'),
  timesliceMs: orElse(isNull, wholeWithin(timesliceRangeMs)),
  format: oneOf('automatic', ...formats.map(({ id }) => id)),
  resolution: oneOf(...resolutions),
  frameRate: wholeWithin(frameRateRange),
  quality: orElse(oneOf(...qualities), wholeWithin(videoBitRateRange)),
  microphone: isBoolean,
  microphoneId: isDeviceId,
  microphoneGain: numberWithin(gainRange),
  sourceGain: numberWithin(gainRange),
  echoCancellation: isBoolean,
  noiseSuppression: isBoolean,
  inset: isBoolean,
  cameraId: isDeviceId,
  insetShape: oneOf('round', 'square'),
  insetCorner: oneOf('top-left', 'top-right', 'bottom-left', 'bottom-right'),
  insetSize: oneOf('small', 'medium', 'large'),
  insetMirrored: isBoolean,
  countdownS: oneOf(...countdownsS),
  stopAfterMs: orElse(isNull, wholeWithin(stopAfterRangeMs)),
  stopAtBytes: orElse(isNull, wholeWithin(stopAtRangeBytes)),
  stopOnSilence: isBoolean,
};

/** Whether a number can be a timeslice: a whole number of ms within {@link timesliceRangeMs}. */
export function isTimeslice(ms: number): boolean {
  return wholeWithin(timesliceRangeMs)(ms);
}

type Fields = { readonly [name in string]?: unknown };

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value : {};
}

function isValid(fields: Fields, name: keyof CaptureOptions): boolean {
  return checks[name](fields[name]);
}

/**
 * Reads options that came from storage or from another context. A field that is missing or
 * makes no sense gets its default: options of an older or a newer version never stop a recording.
 */
export function parseOptions(value: unknown): CaptureOptions {
  const fields = fieldsOf(value);
  const names = Object.keys(checks) as (keyof CaptureOptions)[];
  const valid = names.filter((name) => isValid(fields, name)).map((name) => [name, fields[name]]);
  return { ...defaultOptions, ...Object.fromEntries(valid) };
}

/** Whether the value is a complete set of valid options. */
export function isOptions(value: unknown): value is CaptureOptions {
  const fields = fieldsOf(value);
  return (Object.keys(checks) as (keyof CaptureOptions)[]).every((name) => isValid(fields, name));
}

const adjustable = [
  'microphoneId',
  'microphoneGain',
  'sourceGain',
  'inset',
  'cameraId',
  'insetShape',
  'insetCorner',
  'insetSize',
  'insetMirrored',
] as const satisfies readonly (keyof CaptureOptions)[];

/** What can be changed while something is recorded; a field that is absent stays as it is. */
export type Adjustment = Partial<Pick<CaptureOptions, (typeof adjustable)[number]>> & {
  /** Whether the microphone is muted. */
  readonly muted?: boolean;
};

/** Reads an {@link Adjustment} from another context; fields that make no sense are left out. */
export function parseAdjustment(value: unknown): Adjustment {
  const fields = fieldsOf(value);
  const { muted } = fields;
  return {
    ...Object.fromEntries(
      adjustable.filter((name) => isValid(fields, name)).map((name) => [name, fields[name]]),
    ),
    ...(isBoolean(muted) ? { muted } : {}),
  };
}
