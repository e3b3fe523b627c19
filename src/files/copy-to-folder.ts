import { type Failure, FailureError, failure, toFailure } from '../domain/failure';
import { freeName } from './free-name';

/** The part of a folder's handle that a copy needs. */
export type TargetFolder = Pick<FileSystemDirectoryHandle, 'getFileHandle' | 'removeEntry'>;

/** How the copy is to be called. */
export interface CopyNames {
  readonly wanted: string;
  /** The name of an earlier attempt, which the end of the browser may have cut short. */
  readonly earlier?: string | undefined;
}

/** How much is written at once, in bytes. */
const chunkBytes = 32 * 2 ** 20;

/**
 * Copies a file to a folder, under a name that is free there: nothing that is in the folder is replaced or deleted, but
 * for what an attempt that was cut short has left. Until the copy is complete, the browser keeps it in a file beside
 * it, so that a program that watches the folder sees no half of it.
 *
 * @param named is awaited with the name before anything is in the folder
 * @throws DOMException if the folder refuses; then nothing of the copy is left there
 * @throws FailureError `folder-failed` if it is not as long as the file in the end
 */
export async function copyToFolder(
  file: Blob,
  folder: TargetFolder,
  { wanted, earlier }: CopyNames,
  named: (name: string) => Promise<void>,
): Promise<void> {
  const before = earlier === undefined ? undefined : await sizeOf(folder, earlier);
  // It was complete, and only that could not be noted any more.
  if (before === file.size) return;
  const name = earlier !== undefined && !before ? earlier : await freeName(folder, wanted);
  // What Chromium had written of it.
  if (earlier !== undefined) await folder.removeEntry(`${earlier}.crswap`).catch(() => undefined);
  await named(name);
  const target = await folder.getFileHandle(name, { create: true });
  // Another program may have been faster.
  if ((await target.getFile()).size > 0) return copyToFolder(file, folder, { wanted }, named);
  try {
    await write(file, target);
  } catch (error) {
    await removeEmpty(folder, name).catch(() => undefined);
    throw error;
  }
  const { size } = await target.getFile();
  if (size !== file.size) throw new FailureError('folder-failed', `${size} of ${file.size} bytes`);
}

async function write(file: Blob, target: FileSystemFileHandle): Promise<void> {
  const writable = await target.createWritable();
  try {
    for (let at = 0; at < file.size; at += chunkBytes) await writable.write(file.slice(at, at + chunkBytes));
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

/** The size of a file; `undefined` if there is none of that name, infinite if something else has it. */
async function sizeOf(folder: TargetFolder, name: string): Promise<number | undefined> {
  try {
    return (await (await folder.getFileHandle(name)).getFile()).size;
  } catch (error) {
    if (nameOfError(error) === 'TypeMismatchError') return Number.POSITIVE_INFINITY;
    if (nameOfError(error) === 'NotFoundError') return undefined;
    throw error;
  }
}

/** Removes the file that a copy was to become; never one that has anything in it. */
async function removeEmpty(folder: TargetFolder, name: string): Promise<void> {
  if ((await sizeOf(folder, name)) === 0) await folder.removeEntry(name);
}

/** What a folder's refusal means, by the names of {@link https://fs.spec.whatwg.org/ File System}. */
const meanings: Readonly<Record<string, Failure['code']>> = {
  NotFoundError: 'folder-gone',
  NotAllowedError: 'permission-denied',
  SecurityError: 'permission-denied',
  QuotaExceededError: 'folder-full',
  NoModificationAllowedError: 'folder-read-only',
};

/** Turns what a copy threw into a {@link Failure}. */
export function toFolderFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  return failure(meanings[nameOfError(error)] ?? 'folder-failed', toFailure(error).detail);
}

function nameOfError(error: unknown): string {
  return error instanceof DOMException ? error.name : '';
}
