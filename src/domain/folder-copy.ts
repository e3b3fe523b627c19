import * as v from 'valibot';
import { type Failure, failureSchemaOr } from './failure';
import { idSchema } from './media';
import type { RecordingId } from './recording';

/** The fields of a {@link FolderCopy} in any state. */
export const folderCopyEntries = {
  recordingId: idSchema,
  /** Since when it is to be copied, in ms since the epoch: the oldest comes first. */
  queuedAt: v.number(),
  /** The name in the folder, once one was chosen: a copy that was cut short is made again under the same name. */
  fileName: v.exactOptional(v.string()),
};

/** Reads a {@link FolderCopy}. */
export const folderCopySchema = v.pipe(
  v.variant('state', [
    v.object({ ...folderCopyEntries, state: v.picklist(['queued', 'copying', 'waiting']) }),
    v.object({ ...folderCopyEntries, state: v.literal('saved'), fileName: v.string() }),
    v.object({ ...folderCopyEntries, state: v.literal('failed'), failure: failureSchemaOr('folder-failed') }),
  ]),
  v.readonly(),
);

/**
 * The copy of a recording in the user's folder, if it is to have one. `waiting`: for the permission to write there;
 * `copying` also if the browser was ended meanwhile: then it begins again.
 */
export type FolderCopy = v.InferOutput<typeof folderCopySchema>;

/** What can happen to a copy. */
export type FolderCopyEvent =
  /** It begins, or begins again after the browser was ended. */
  | { readonly type: 'begin' }
  | { readonly type: 'named'; readonly fileName: string }
  | { readonly type: 'saved' }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The browser doesn't let us write to the folder until the user allows it. */
  | { readonly type: 'not-allowed' }
  /** The user, or the next start of the browser, wants it tried again. */
  | { readonly type: 'retry' };

/** A copy that has not begun. */
export function queuedCopy(recordingId: RecordingId, queuedAt: number): FolderCopy {
  return { recordingId, queuedAt, state: 'queued' };
}

/**
 * The copy after an event; the same copy if it can't happen in its state. What is saved stays so.
 *
 * ```
 * queued --begin--> copying --named--> copying --saved--> saved
 * copying --failed--> failed --retry--> queued
 * queued, copying --not-allowed--> waiting --retry--> queued
 * ```
 */
export function afterEvent(copy: FolderCopy, event: FolderCopyEvent): FolderCopy {
  const { recordingId, queuedAt, fileName, state } = copy;
  const same = { recordingId, queuedAt, ...(fileName === undefined ? {} : { fileName }) };
  const isPending = state === 'queued' || state === 'copying';
  switch (event.type) {
    case 'begin':
      return isPending ? { ...same, state: 'copying' } : copy;
    case 'named':
      return state === 'copying' ? { ...same, state, fileName: event.fileName } : copy;
    case 'saved':
      return state === 'copying' && fileName !== undefined ? { ...same, state: 'saved', fileName } : copy;
    case 'failed':
      return isPending ? { ...same, state: 'failed', failure: event.failure } : copy;
    case 'not-allowed':
      return isPending ? { ...same, state: 'waiting' } : copy;
    case 'retry':
      return state === 'failed' || state === 'waiting' ? { ...same, state: 'queued' } : copy;
  }
}

/** Whether it is to be made without anybody asking for it again. */
export function isPendingCopy({ state }: FolderCopy): boolean {
  return state === 'queued' || state === 'copying';
}

/** Whether the user must do something: allow it, or try again. */
export function isStuckCopy({ state }: FolderCopy): boolean {
  return state === 'failed' || state === 'waiting';
}
