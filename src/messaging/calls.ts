import * as v from 'valibot';
import { fail, ok, type Result } from '../domain/failure';
import { idSchema } from '../domain/media';
import { type Notices, noticesSchema } from '../domain/notices';
import { type Adjustment, optionsSchema } from '../domain/options';
import { type Plan, pixelRatioSchema, type TabState, tabReferenceSchema } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import { outcomeSchema, type RecorderSnapshot, snapshotSchema } from '../domain/snapshot';

const startSchema = v.object({
  options: optionsSchema,
  /** The active tab. */
  tab: v.exactOptional(v.pipe(tabReferenceSchema, v.readonly())),
  /** `devicePixelRatio` of the page that asks, if it is on the tab's display. */
  pixelRatio: v.exactOptional(pixelRatioSchema),
});

/** What to record. */
export type StartRequest = Readonly<v.InferOutput<typeof startSchema>>;

/**
 * Reads a {@link StartRequest} from another context; unknown fields are dropped.
 *
 * @returns the request, or the failure `invalid-options` if any part of it is missing or invalid
 */
export function parseStart(value: unknown): Result<StartRequest> {
  const request = v.safeParse(startSchema, value);
  return request.success ? ok(request.output) : fail('invalid-options', v.summarize(request.issues));
}

const downloadSchema = v.object({
  recordingId: idSchema,
  /** How the last session ended, which a recorder that is opened for the download does not know. */
  last: v.exactOptional(outcomeSchema),
});

/** What the recorder is to download. */
export type DownloadRequest = Readonly<v.InferOutput<typeof downloadSchema>>;

/** Reads a {@link DownloadRequest} from another context, or returns the failure `unexpected`. */
export function parseDownload(value: unknown): Result<DownloadRequest> {
  const request = v.safeParse(downloadSchema, value);
  return request.success ? ok(request.output) : fail('unexpected', v.summarize(request.issues));
}

const makeCopiesSchema = v.object({
  /** What file names call each source: the recorder can't look up texts. */
  sourceNames: v.pipe(
    v.object({ tab: v.string(), picker: v.string(), camera: v.string(), microphone: v.string() }),
    v.readonly(),
  ),
  /** How the last session ended, as for a download. */
  last: v.exactOptional(outcomeSchema),
});

/** That the recorder is to save recordings to the user's folder. */
export type MakeCopiesRequest = Readonly<v.InferOutput<typeof makeCopiesSchema>>;

/** Reads a {@link MakeCopiesRequest} from another context, or returns the failure `unexpected`. */
export function parseMakeCopies(value: unknown): Result<MakeCopiesRequest> {
  const request = v.safeParse(makeCopiesSchema, value);
  return request.success ? ok(request.output) : fail('unexpected', v.summarize(request.issues));
}

/** Everything that the pages are shown: two values with a writer each. */
export interface Status {
  readonly snapshot: RecorderSnapshot;
  readonly notices: Notices;
}

/** What the service worker answers: the user's commands, from a page, and the recorder's reports. */
export interface BackgroundCalls {
  /** Starts a recording; answers once the source is open and the recorder runs. */
  start(request: StartRequest): RecordingId;
  stop(): void;
  pause(): void;
  resume(): void;
  /** Asks `MediaRecorder` for the data it has gathered: `requestData()`. */
  saveNow(): void;
  /** Changes the audio or the camera inset of the recording in progress, if it has them. */
  adjust(change: Adjustment): void;
  status(): Status;
  /** The user has read why the last recording ended or was refused: forget it. */
  dismiss(): void;
  /** The user has acknowledged the recovered recordings: keep them without further notice. */
  keepRecovered(): void;
  /** The popup has shown the recording that has ended last. */
  seeSaved(): void;
  /** The user does not want to see it any more. */
  dismissSaved(): void;
  /** Downloads the file of a recording. */
  download(id: RecordingId): void;
  /**
   * Saves to the user's folder what is not there yet, also what has failed or lacked the permission; answers at once. How
   * it goes is in the rows of the copies.
   */
  makeCopies(): void;
  /** The user has saved or discarded what the disk refused. */
  forgetRescue(id: RecordingId): void;
  /** Asks for the optional permissions; the browser opens a dialog and closes the popup. */
  requestTabCapture(): boolean;
  /** The recorder's state has changed, or 20 s have passed and it still lives. */
  report(snapshot: RecorderSnapshot): void;
}

/** What the recorder answers. */
export interface RecorderCalls {
  start(plan: Plan): RecordingId;
  stop(): void;
  pause(): void;
  resume(): void;
  requestData(): void;
  adjust(change: Adjustment): void;
  /** The state of the recorded tab has changed. */
  tabChanged(state: TabState): void;
  /** Forgets how the last recording ended. */
  dismiss(): void;
  /** Frees the memory that the `rescues` of that recording take. */
  forgetRescue(id: RecordingId): void;
  /** Downloads the file of a recording; answers once the browser has it. */
  download(request: DownloadRequest): void;
  /** Makes the pending copies in the user's folder; answers once each was tried. */
  makeCopies(request: MakeCopiesRequest): void;
  status(): RecorderSnapshot;
}

/** Every context that answers calls, by its address. */
export interface Addressees {
  readonly background: BackgroundCalls;
  readonly recorder: RecorderCalls;
}

/** How answers that carry anything are read by the caller. */
export const answerSchemas: {
  readonly [To in keyof Addressees]: {
    readonly [Name in keyof Addressees[To]]?: Addressees[To][Name] extends (...args: never) => infer Answer
      ? v.GenericSchema<unknown, Answer>
      : never;
  };
} = {
  background: {
    start: idSchema,
    requestTabCapture: v.boolean(),
    status: v.object({ snapshot: snapshotSchema, notices: noticesSchema }),
  },
  recorder: { start: idSchema, status: snapshotSchema },
};
