import { type FormatChoice, formats } from './format';

/** What to record: the tab in front, by `tabCapture`, or what the person picks in the browser's dialog. */
export type Source = 'tab' | 'picker';

/** What a person chooses before a recording. */
export interface CaptureOptions {
  readonly source: Source;
  /** The timeslice of `MediaRecorder.start()`, in ms; `null` is none: one Blob at the end. */
  readonly timesliceMs: number | null;
  readonly format: FormatChoice;
}

/** The shortest and the longest timeslice, in ms: 100 ms to 1 h. */
export const timesliceRangeMs = { min: 100, max: 3_600_000 } as const;

/** The timeslices that are offered by name, in ms. */
export const timeslicePresetsMs = [250, 1000, 5000, 10_000] as const;

/** What a new user starts with. */
export const defaultOptions: CaptureOptions = { source: 'tab', timesliceMs: 1000, format: 'automatic' };

/** Whether a number can be a timeslice: a whole number of ms within {@link timesliceRangeMs}. */
export function isTimeslice(ms: number): boolean {
  return Number.isInteger(ms) && ms >= timesliceRangeMs.min && ms <= timesliceRangeMs.max;
}

/**
 * Reads options that came from storage or from another context. A field that is missing or
 * makes no sense gets its default: options of an older or a newer version never stop a recording.
 */
export function parseOptions(value: unknown): CaptureOptions {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { source, timesliceMs, format } = fields as { [field in keyof CaptureOptions]?: unknown };
  return {
    source: source === 'tab' || source === 'picker' ? source : defaultOptions.source,
    timesliceMs:
      timesliceMs === null || (typeof timesliceMs === 'number' && isTimeslice(timesliceMs))
        ? timesliceMs
        : defaultOptions.timesliceMs,
    format: isFormatChoice(format) ? format : defaultOptions.format,
  };
}

/** Whether the value is a complete set of valid options. */
export function isOptions(value: unknown): value is CaptureOptions {
  const parsed = Object.entries(parseOptions(value));
  const given = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return parsed.every(([name, valid]) => given.some(([field, is]) => field === name && is === valid));
}

function isFormatChoice(value: unknown): value is FormatChoice {
  return value === 'automatic' || formats.some((format) => format.id === value);
}
