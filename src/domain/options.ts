import * as v from 'valibot';
import { fail, ok, type Result } from './failure';
import { formatIdSchema, frameRateRange, mp4AudioChoices, qualities, videoBitRateRange } from './format';
import { parseFields } from './parse-fields';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** The shortest and the longest timeslice, in ms: 100 ms to 1 h. */
export const timesliceRangeMs = { min: 100, max: 3_600_000 } as const satisfies Range;

/** The timeslices on offer, in ms. */
export const timeslicePresetsMs = [250, 1000, 5000, 10_000] as const;

/** The limits of a gain, as a factor: silence to twice as loud. */
export const gainRange = { min: 0, max: 2 } as const satisfies Range;

/** The limits of {@link CaptureOptions.stopAfterMs}, in ms: 1 s to 24 h. */
export const stopAfterRangeMs = { min: 1000, max: 86_400_000 } as const satisfies Range;

/** The limits of {@link CaptureOptions.stopAtBytes}, in bytes: 1 MB to 1 TB. */
export const stopAtRangeBytes = { min: 1_000_000, max: 1_000_000_000_000 } as const satisfies Range;

/** Every {@link Resolution}, the largest first. */
export const resolutions = ['native', 1080, 720, 480] as const;

/** Every countdown, in seconds. */
export const countdownsS = [0, 3, 5, 10] as const;

/** What can happen to a recording once it has ended. */
export const whenDoneChoices = ['nothing', 'library', 'player', 'download', 'folder'] as const;

function numberWithin({ min, max }: Range) {
  return v.pipe(v.number(), v.minValue(min), v.maxValue(max));
}

function wholeNumberWithin(range: Range) {
  return v.pipe(numberWithin(range), v.integer());
}

/** The browser's own device ids have 64 characters. */
const deviceId = v.pipe(v.string(), v.maxLength(256));

/** What to record: the active tab, what the user chooses in the browser's picker, the camera, or only the microphone. */
export const sourceSchema = v.picklist(['tab', 'picker', 'camera', 'microphone']);

const optionEntries = {
  source: sourceSchema,
  /** What the browser's picker opens on; the user may still choose something else. */
  surface: v.picklist(['monitor', 'window', 'browser']),
  /** The timeslice of `MediaRecorder.start()`, in ms; `null`: no timeslice, one Blob at the end. */
  timesliceMs: v.nullable(wholeNumberWithin(timesliceRangeMs)),
  format: v.union([v.literal('automatic'), formatIdSchema]),
  /** The audio of an MP4: AAC where the browser can encode it, or always Opus. */
  mp4Audio: v.picklist(mp4AudioChoices),
  resolution: v.picklist(resolutions),
  /** Whether the size of the video changes with the tab or window; else it stays, and that is fitted into it. */
  followSize: v.boolean(),
  /** The upper limit, in fps; a whole number within {@link frameRateRange}. */
  frameRate: wholeNumberWithin(frameRateRange),
  /** The bitrate of the video, by name or in bits per second. */
  quality: v.union([v.picklist(qualities), wholeNumberWithin(videoBitRateRange)]),
  /** Whether to record the microphone beside the source's own audio; the source `microphone` is always recorded. */
  microphone: v.boolean(),
  /** The `deviceId` of the microphone; empty: the current default. */
  microphoneId: deviceId,
  /** The gain of the microphone, as a factor within {@link gainRange}. */
  microphoneGain: numberWithin(gainRange),
  /** The gain of the tab's or the system's audio when it is mixed with a microphone. */
  sourceGain: numberWithin(gainRange),
  echoCancellation: v.boolean(),
  noiseSuppression: v.boolean(),
  /** Whether to show the camera in a corner of the video. */
  inset: v.boolean(),
  /** Whether the camera can be shown later in a recording that starts without it: the recording's frames then pass through a worker. */
  insetLater: v.boolean(),
  /** The `deviceId` of the camera; empty: the default. */
  cameraId: deviceId,
  insetShape: v.picklist(['round', 'square']),
  insetCorner: v.picklist(['top-left', 'top-right', 'bottom-left', 'bottom-right']),
  insetSize: v.picklist(['small', 'medium', 'large']),
  /** Whether the camera in the corner is recorded as in a mirror. */
  insetMirrored: v.boolean(),
  /** Seconds between opening the sources and recording them. */
  countdownS: v.picklist(countdownsS),
  /** Stop after this much recorded time, in ms, within {@link stopAfterRangeMs}; `null`: never. */
  stopAfterMs: v.nullable(wholeNumberWithin(stopAfterRangeMs)),
  /** Stop at this size on disk, in bytes, within {@link stopAtRangeBytes}; `null`: never. */
  stopAtBytes: v.nullable(wholeNumberWithin(stopAtRangeBytes)),
  /** Stop when the source's audio has started and then ended. */
  stopOnSilence: v.boolean(),
  /**
   * What happens to a recording once it has ended: nothing, it is shown in the library, played there, downloaded, or saved
   * to the user's folder.
   */
  whenDone: v.picklist(whenDoneChoices),
};

/** A complete set of valid options; unknown fields are dropped. */
export const optionsSchema = v.object(optionEntries);

/** What the user chooses before a recording. */
export type CaptureOptions = Readonly<v.InferOutput<typeof optionsSchema>>;

/** What to record; see {@link sourceSchema}. */
export type Source = CaptureOptions['source'];

/** What the browser's picker opens on: `displaySurface` of {@link https://www.w3.org/TR/screen-capture/ Screen Capture}. */
export type Surface = CaptureOptions['surface'];

/** The largest video size: the source's own size, or this many lines. Never scaled up. */
export type Resolution = CaptureOptions['resolution'];

/** The shape of the camera inset. */
export type InsetShape = CaptureOptions['insetShape'];

/** What happens to a recording once it has ended. */
export type WhenDone = CaptureOptions['whenDone'];

/** The corner of the video that the camera inset is in. */
export type InsetCorner = CaptureOptions['insetCorner'];

/** The size of the camera inset. */
export type InsetSize = CaptureOptions['insetSize'];

/** What a new user starts with. */
export const defaultOptions: CaptureOptions = {
  source: 'tab',
  surface: 'monitor',
  timesliceMs: 1000,
  format: 'automatic',
  mp4Audio: 'aac',
  resolution: 'native',
  followSize: false,
  frameRate: 30,
  quality: 'balanced',
  microphone: false,
  microphoneId: '',
  microphoneGain: 1,
  sourceGain: 1,
  echoCancellation: true,
  noiseSuppression: true,
  inset: false,
  insetLater: false,
  cameraId: '',
  insetShape: 'round',
  insetCorner: 'bottom-right',
  insetSize: 'medium',
  insetMirrored: false,
  countdownS: 0,
  stopAfterMs: null,
  stopAtBytes: null,
  stopOnSilence: false,
  whenDone: 'nothing',
};

/** Reads stored options. A field that is missing or invalid gets its default, and only that field. */
export function parseOptions(value: unknown): CaptureOptions {
  return { ...defaultOptions, ...parseFields(optionEntries, value) };
}

const adjustmentSchema = v.object({
  microphoneId: v.exactOptional(optionEntries.microphoneId),
  microphoneGain: v.exactOptional(optionEntries.microphoneGain),
  sourceGain: v.exactOptional(optionEntries.sourceGain),
  inset: v.exactOptional(optionEntries.inset),
  cameraId: v.exactOptional(optionEntries.cameraId),
  insetShape: v.exactOptional(optionEntries.insetShape),
  insetCorner: v.exactOptional(optionEntries.insetCorner),
  insetSize: v.exactOptional(optionEntries.insetSize),
  insetMirrored: v.exactOptional(optionEntries.insetMirrored),
  /** Whether the microphone is muted. */
  muted: v.exactOptional(v.boolean()),
});

/** A change during a recording; absent fields don't change. */
export type Adjustment = Readonly<v.InferOutput<typeof adjustmentSchema>>;

/**
 * Reads an {@link Adjustment} from another context; unknown fields are dropped.
 *
 * @returns the adjustment, or the failure `invalid-options` if a field is invalid
 */
export function parseAdjustment(value: unknown): Result<Adjustment> {
  const adjustment = v.safeParse(adjustmentSchema, value);
  return adjustment.success ? ok(adjustment.output) : fail('invalid-options', v.summarize(adjustment.issues));
}

/** Whether a recording with these options has a microphone, as its source or beside it. */
export function hasMicrophone({
  source,
  microphone,
}: Pick<CaptureOptions, 'source' | 'microphone'>): boolean {
  return microphone || source === 'microphone';
}

/** Whether the source has video: the microphone has none. */
export function hasPicture(source: Source): boolean {
  return source !== 'microphone';
}

/** Whether the source is a tab, window or screen: it can have audio, and the camera in a corner. */
export function isShared(source: Source): boolean {
  return source === 'tab' || source === 'picker';
}

/** Whether a recording with these options can have audio: a camera has only the microphone's. */
export function canHaveAudio(options: Pick<CaptureOptions, 'source' | 'microphone'>): boolean {
  return isShared(options.source) || hasMicrophone(options);
}

/** Whether a recording with these options starts with the camera in a corner of the video. */
export function hasInset({ source, inset }: Pick<CaptureOptions, 'source' | 'inset'>): boolean {
  return inset && isShared(source);
}
