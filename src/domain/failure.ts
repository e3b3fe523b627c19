/**
 * Everything that can go wrong, as a closed set of codes. Each has one text for
 * people, in `ui/failure-texts.ts`.
 */
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
  'disk-low',
  'disk-too-slow',
  'disk-full',
  'storage-failed',
  'database-unknown',
  'recording-not-found',
  'recorder-gone',
  'nobody-answered',
  'unexpected',
] as const;

/** One of the ways in which a call or a recording can fail. */
export type FailureCode = (typeof failureCodes)[number];

/** A failure as a value: it crosses every boundary between contexts unharmed. */
export interface Failure {
  readonly code: FailureCode;
  /** The technical cause, for a bug report: usually the name and message of a `DOMException`. */
  readonly detail?: string;
}

/** The outcome of anything that can fail. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** A successful {@link Result}. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A failed {@link Result}. */
export function fail(code: FailureCode, detail?: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: failure(code, detail) };
}

/** A {@link Failure}, without a `detail` property where there is none. */
export function failure(code: FailureCode, detail?: string): Failure {
  return detail === undefined ? { code } : { code, detail };
}

/** Whether a value that came from outside is a {@link Failure}. */
export function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null || !('code' in value)) return false;
  const detail: unknown = 'detail' in value ? value.detail : undefined;
  return (
    failureCodes.some((code) => code === value.code) && (detail === undefined || typeof detail === 'string')
  );
}

/** Carries a {@link Failure} through code that throws; {@link toFailure} takes it out again. */
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
 * The first rule that fits decides. Messages are matched only where the name alone
 * leaves open what happened: `NotAllowedError` is five different stories.
 */
const rules: readonly Rule[] = [
  { message: /by system/i, code: 'blocked-by-system' },
  { message: /has not been invoked/i, code: 'tab-not-invoked' },
  { message: /cannot capture a tab with an active stream/i, code: 'tab-already-captured' },
  { message: /cannot be captured|pages cannot be|gallery cannot be scripted/i, code: 'tab-not-capturable' },
  { message: /no tab with id/i, code: 'tab-closed' },
  { message: /disk full|no space|quota/i, code: 'disk-full' },
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
 * Turns whatever was thrown into a {@link Failure}.
 *
 * @param otherwise the code for an error that no rule knows
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

/** A device that has to be opened by permission. */
export type Device = 'microphone' | 'camera';

/**
 * Turns what `getUserMedia` threw for a device into a {@link Failure}.
 *
 * @param permission the state of the device's permission: `prompt` means that nobody has asked yet, or that the
 *   question was dismissed
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
 * Turns an error of IndexedDB into a {@link Failure}. A full disk has several names, by
 * backend: `QuotaExceededError`, and `DataError: Failed to write blobs (IOError)`.
 */
export function toStorageFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  const known = toFailure(error, 'storage-failed');
  return known.code === 'disk-full' ? known : { ...known, code: 'storage-failed' };
}

/**
 * Throws a storage error on, as {@link toStorageFailure} has it: IndexedDB and Web Locks use the names of other
 * errors, but not their meaning.
 *
 * @throws FailureError
 */
export function throwStorageFailure(error: unknown): never {
  const { code, detail } = toStorageFailure(error);
  throw new FailureError(code, detail);
}
