import * as v from 'valibot';

/** Everything that can go wrong. The text for each code is in `ui/failure-texts.ts`. */
export const failureCodes = [
  'permission-denied',
  'permission-dismissed',
  'blocked-by-system',
  'microphone-not-asked',
  'microphone-denied',
  'microphone-blocked-by-system',
  'microphone-missing',
  'microphone-busy',
  'microphone-gone',
  'microphone-off',
  'camera-not-asked',
  'camera-denied',
  'camera-blocked-by-system',
  'camera-missing',
  'camera-busy',
  'camera-gone',
  'tab-not-capturable',
  'tab-not-invoked',
  'tab-already-captured',
  'tab-closed',
  'start-cancelled',
  'nothing-to-record',
  'already-recording',
  'not-recording',
  'invalid-options',
  'format-unsupported',
  'encoder-failed',
  'file-not-media',
  'file-without-index',
  'file-without-frames',
  'file-unreadable',
  'file-is-folder',
  'file-no-room',
  'disk-low',
  'disk-too-slow',
  'folder-not-chosen',
  'folder-gone',
  'folder-full',
  'folder-read-only',
  'folder-failed',
  'share-refused',
  'disk-full',
  'storage-failed',
  'database-unknown',
  'recording-not-found',
  'still-recording',
  'cut-failed',
  'files-not-saved',
  'recordings-unreadable',
  'exact-unsupported',
  'export-failed',
  'export-disk-full',
  'export-not-writable',
  'join-format-differs',
  'join-size-differs',
  'join-tracks-differ',
  'recorder-gone',
  'nobody-answered',
  'unexpected',
] as const;

/** One of the ways in which a call or a recording can fail. */
export type FailureCode = (typeof failureCodes)[number];

/** The codes that are about one tab: in another, the same command may succeed. */
const tabCodes: readonly FailureCode[] = ['tab-not-capturable', 'tab-not-invoked', 'tab-already-captured'];

/** Whether a failure is about one tab, so that in another the same command may succeed. */
export function isAboutTab({ code }: Failure): boolean {
  return tabCodes.includes(code);
}

const failureEntries = {
  code: v.picklist(failureCodes),
  /** The technical cause, for a bug report: usually the name and message of a `DOMException`. */
  detail: v.exactOptional(v.string()),
};

/** A {@link Failure} from storage or from another context; unknown fields are dropped. */
export const failureSchema = v.pipe(v.object(failureEntries), v.readonly());

/** The same for one that must not be refused: a code that only a newer version knows becomes `otherwise`. */
export function failureSchemaOr(otherwise: FailureCode): v.GenericSchema<unknown, Failure> {
  const code = v.fallback(failureEntries.code, otherwise);
  return v.fallback(v.pipe(v.object({ ...failureEntries, code }), v.readonly()), failure(otherwise));
}

/** A failure as a value: unlike an exception, it keeps its code between contexts. */
export type Failure = v.InferOutput<typeof failureSchema>;

/** The outcome of anything that can fail. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Reads a {@link Result} from another context; its value is still unknown, and absent from a message if undefined. */
export const resultSchema: v.GenericSchema<unknown, Result<unknown>> = v.variant('ok', [
  v.pipe(
    v.object({ ok: v.literal(true), value: v.optional(v.unknown()) }),
    v.transform(({ value }) => ok(value)),
  ),
  v.object({ ok: v.literal(false), failure: failureSchema }),
]);

/** A successful {@link Result}. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A failed {@link Result}. */
export function fail(code: FailureCode, detail?: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: failure(code, detail) };
}

/** A {@link Failure}; it has no property `detail` if that is undefined. */
export function failure(code: FailureCode, detail?: string): Failure {
  return detail === undefined ? { code } : { code, detail };
}

/** Carries a {@link Failure} through code that throws; {@link toFailure} returns it. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(code: FailureCode, detail?: string) {
    super(detail ?? code);
    this.failure = failure(code, detail);
  }
}

interface Rule {
  readonly name?: string;
  readonly message?: RegExp;
  readonly code: FailureCode;
}

/**
 * The first rule that matches wins. Messages are matched only if the name is ambiguous: `NotAllowedError` has five
 * different causes.
 */
const rules: readonly Rule[] = [
  { message: /by system/i, code: 'blocked-by-system' },
  { message: /has not been invoked/i, code: 'tab-not-invoked' },
  { message: /cannot capture a tab with an active stream/i, code: 'tab-already-captured' },
  { message: /cannot be captured|pages cannot be|gallery cannot be scripted/i, code: 'tab-not-capturable' },
  { message: /no tab with id/i, code: 'tab-closed' },
  { message: /disk full|no[ _]space|quota/i, code: 'disk-full' },
  { name: 'NotAllowedError', message: /dismissed|denied by user/i, code: 'permission-dismissed' },
  { name: 'NotAllowedError', code: 'permission-denied' },
  { name: 'SecurityError', code: 'permission-denied' },
  { name: 'NotFoundError', code: 'nothing-to-record' },
  { name: 'NotReadableError', code: 'nothing-to-record' },
  { name: 'AbortError', message: /starting|device|source/i, code: 'nothing-to-record' },
  { name: 'NotSupportedError', code: 'format-unsupported' },
  { name: 'QuotaExceededError', code: 'disk-full' },
  { name: 'DataError', message: /write blobs/i, code: 'disk-full' },
  { name: 'EncodingError', code: 'encoder-failed' },
  { name: 'UnknownError', code: 'encoder-failed' },
  { name: 'InvalidModificationError', code: 'encoder-failed' },
];

/**
 * Turns anything that was thrown into a {@link Failure}.
 *
 * @param otherwise the code of an error that no rule matches
 */
export function toFailure(error: unknown, otherwise: FailureCode = 'unexpected'): Failure {
  if (error instanceof FailureError) return error.failure;
  const { name, message } = describe(error);
  const rule = rules.find(
    (candidate) =>
      (candidate.name === undefined || candidate.name === name) &&
      (candidate.message === undefined || candidate.message.test(message)),
  );
  return failure(rule?.code ?? otherwise, name === '' ? message : `${name}: ${message}`);
}

/** A device that needs the user's permission. */
export type Device = 'microphone' | 'camera';

/**
 * Turns what `getUserMedia` threw for a device into a {@link Failure}.
 *
 * @param permission the state of the device's permission: `prompt` means that it was never asked for, or that the
 *   prompt was dismissed
 * @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
 */
export function toDeviceFailure(error: unknown, device: Device, permission: PermissionState): Failure {
  const { code, detail } = toFailure(error);
  const { name } = describe(error);
  if (code === 'blocked-by-system') return failure(`${device}-blocked-by-system`, detail);
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return failure(permission === 'denied' ? `${device}-denied` : `${device}-not-asked`, detail);
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return failure(`${device}-missing`, detail);
  if (name === 'NotReadableError' || name === 'AbortError') return failure(`${device}-busy`, detail);
  return failure(code, detail);
}

function describe(error: unknown): { name: string; message: string } {
  if (typeof error !== 'object' || error === null) return { name: '', message: String(error) };
  const name = 'name' in error && typeof error.name === 'string' ? error.name : '';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return { name, message };
}

/**
 * Turns an error of IndexedDB into a {@link Failure}. The name of a full disk depends on the backend, and on what it
 * wrote: `QuotaExceededError`, `DataError: Failed to write blobs (IOError)`, or `UnknownError: Connection is closing
 * because of: IO error: … FILE_ERROR_NO_SPACE`.
 */
export function toStorageFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  const known = toFailure(error, 'storage-failed');
  return known.code === 'disk-full' ? known : { ...known, code: 'storage-failed' };
}

/**
 * Rethrows a storage error as what {@link toStorageFailure} makes of it: IndexedDB and Web Locks use the names of other
 * errors, but not their meaning.
 *
 * @throws FailureError
 */
export function throwStorageFailure(error: unknown): never {
  const { code, detail } = toStorageFailure(error);
  throw new FailureError(code, detail);
}
