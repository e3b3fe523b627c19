import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  FailureError,
  failureCodes,
  failureSchema,
  failureSchemaOr,
  throwStorageFailure,
  toDeviceFailure,
  toFailure,
  toStorageFailure,
} from './failure';

describe('toFailure', () => {
  it.each([
    ['NotAllowedError', 'Permission denied', 'permission-denied'],
    ['NotAllowedError', 'Permission denied by user', 'permission-dismissed'],
    ['NotAllowedError', 'Permission dismissed', 'permission-dismissed'],
    ['NotAllowedError', 'Permission denied by system', 'blocked-by-system'],
    ['NotFoundError', 'Requested device not found', 'nothing-to-record'],
    ['NotSupportedError', 'Failed to start', 'format-unsupported'],
    ['InvalidModificationError', 'Tracks in MediaStream were added or removed', 'encoder-failed'],
    ['QuotaExceededError', 'Encountered disk full while committing transaction', 'disk-full'],
    ['DataError', 'Failed to write blobs (IOError)', 'disk-full'],
    [
      'UnknownError',
      'Connection is closing because of: IO error: .../000003.log: FILE_ERROR_NO_SPACE (ChromeMethodBFE: 3::WritableFileAppend::8)',
      'disk-full',
    ],
    [
      'Error',
      'Extension has not been invoked for the current page (see activeTab permission).',
      'tab-not-invoked',
    ],
    ['Error', 'Chrome pages cannot be captured.', 'tab-not-capturable'],
    ['Error', 'Cannot capture a tab with an active stream.', 'tab-already-captured'],
    ['Error', 'No tab with id: 7.', 'tab-closed'],
    ['Error', 'Something new', 'unexpected'],
  ])('knows %s: %s', (name, message, code) => {
    const error = name === 'Error' ? new Error(message) : new DOMException(message, name);
    expect(toFailure(error)).toEqual({ code, detail: `${name}: ${message}` });
  });

  it('returns the failure of a FailureError, and a code for anything unknown', () => {
    expect(toFailure(new FailureError('tab-closed', 'x'))).toEqual({ code: 'tab-closed', detail: 'x' });
    expect(toFailure('odd', 'encoder-failed')).toEqual({ code: 'encoder-failed', detail: 'odd' });
  });
});

describe('toDeviceFailure', () => {
  it.each([
    ['NotAllowedError', 'Permission denied', 'denied', 'microphone-denied'],
    ['NotAllowedError', 'Permission dismissed', 'prompt', 'microphone-not-asked'],
    ['NotAllowedError', 'Permission denied by system', 'granted', 'microphone-blocked-by-system'],
    ['NotFoundError', 'Requested device not found', 'granted', 'microphone-missing'],
    ['OverconstrainedError', '', 'granted', 'microphone-missing'],
    ['NotReadableError', 'Could not start audio source', 'granted', 'microphone-busy'],
    ['TypeError', 'x', 'granted', 'unexpected'],
  ] as const)('%s: %s with the permission %s is %s', (name, message, permission, code) => {
    expect(toDeviceFailure(new DOMException(message, name), 'microphone', permission).code).toBe(code);
  });
});

describe('toStorageFailure', () => {
  it('recognizes a full disk by all its names, and treats all else as a storage failure', () => {
    expect(toStorageFailure(new DOMException('Failed to write blobs (IOError)', 'DataError')).code).toBe(
      'disk-full',
    );
    expect(toStorageFailure(new DOMException('', 'QuotaExceededError')).code).toBe('disk-full');
    expect(toStorageFailure(new DOMException('The transaction was aborted', 'AbortError')).code).toBe(
      'storage-failed',
    );
    expect(toStorageFailure(new DOMException('', 'NotFoundError')).code).toBe('storage-failed');
  });
});

describe('throwStorageFailure', () => {
  it('throws with the code of the failure, and leaves a FailureError unchanged', () => {
    const thrown = (error: unknown) => {
      try {
        throwStorageFailure(error);
      } catch (caught) {
        return caught;
      }
    };
    expect(thrown(new DOMException('no', 'SecurityError'))).toMatchObject({
      failure: { code: 'storage-failed', detail: 'SecurityError: no' },
    });
    expect(thrown(new FailureError('database-unknown'))).toMatchObject({
      failure: { code: 'database-unknown' },
    });
  });
});

describe('failureSchema', () => {
  it('accepts each code and refuses everything else', () => {
    for (const code of failureCodes) expect(v.is(failureSchema, { code })).toBe(true);
    expect(
      v.is(failureSchema, { code: 'tab-closed', detail: 'x', since: 5 }),
      'with a field of a newer version',
    ).toBe(true);
    for (const value of [null, undefined, 'x', {}, { code: 'new' }, { code: 'tab-closed', detail: 1 }]) {
      expect(v.is(failureSchema, value)).toBe(false);
    }
  });

  it('has a form that refuses nothing', () => {
    const schema = failureSchemaOr('folder-failed');
    for (const code of failureCodes) expect(v.parse(schema, { code })).toEqual({ code });
    expect(v.parse(schema, { code: 'new', detail: 'x' })).toEqual({ code: 'folder-failed', detail: 'x' });
    for (const value of [null, undefined, 'x', {}, { code: 'tab-closed', detail: 1 }]) {
      expect(v.parse(schema, value)).toEqual({ code: 'folder-failed' });
    }
  });
});
