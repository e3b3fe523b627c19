import type { Recording } from '../domain/recording';
import { oneTask, openCalls } from '../messaging/worker-calls';
import { canPickFile, canPickFolder, pickFile, pickFolder } from './pickers';
import type { ReportSaving } from './save-files';
import type { SaveHandlers } from './save-worker';

/** Where many recordings can be saved, chosen by the user. */
export type Target =
  | { readonly kind: 'folder'; readonly folder: FileSystemDirectoryHandle }
  | { readonly kind: 'zip'; readonly file: FileSystemFileHandle };

/**
 * Saves the files of recordings in a worker; see `save-files`.
 *
 * @throws FailureError if something can't be read or written
 * @throws DOMException if the worker failed
 */
export async function saveMany(
  target: Target,
  recordings: readonly Recording[],
  report: ReportSaving,
): Promise<void> {
  const start = () =>
    openCalls<SaveHandlers>(new Worker(new URL('./save-worker.ts', import.meta.url), { type: 'module' }));
  await oneTask(start, (calls) =>
    target.kind === 'folder'
      ? calls.call('toFolder', [target.folder, recordings, report])
      : calls.call('toZip', [target.file, recordings, report]),
  );
}

/** What the browser can let the user pick. */
export function targetKinds(): readonly Target['kind'][] {
  return [...(canPickFolder() ? (['folder'] as const) : []), ...(canPickFile() ? (['zip'] as const) : [])];
}

/**
 * Has the user pick a target, in a page and after a click.
 *
 * @param zipName the suggested name of a zip
 * @returns `undefined` if the user picked none
 * @throws DOMException if the browser refuses
 */
export async function pickTarget(kind: Target['kind'], zipName: string): Promise<Target | undefined> {
  if (kind === 'folder') {
    const folder = await pickFolder();
    return folder && { kind, folder };
  }
  const file = await pickFile(zipName, 'application/zip');
  return file && { kind, file };
}
