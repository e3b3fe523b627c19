import type { Recording } from '../domain/recording';
import { openCalls, type WorkerCalls } from '../messaging/worker-calls';
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
  const worker = new Worker(new URL('./save-worker.ts', import.meta.url), { type: 'module' });
  const calls: WorkerCalls<SaveHandlers> = openCalls(worker);
  try {
    if (target.kind === 'folder') await calls.call('toFolder', [target.folder, recordings, report]);
    else await calls.call('toZip', [target.file, recordings, report]);
  } finally {
    calls.close();
  }
}

/** What TypeScript's DOM library lacks. @see https://wicg.github.io/file-system-access/ */
interface Pickers {
  showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle>;
  showSaveFilePicker?(options: object): Promise<FileSystemFileHandle>;
}

/** What the browser can let the user choose. */
export function targetKinds(): readonly Target['kind'][] {
  const { showDirectoryPicker, showSaveFilePicker }: Pickers = globalThis as Pickers;
  return [
    ...(showDirectoryPicker === undefined ? [] : (['folder'] as const)),
    ...(showSaveFilePicker === undefined ? [] : (['zip'] as const)),
  ];
}

/**
 * Lets the user choose; to be called in a click.
 *
 * @param zipName the suggested name of a zip
 * @returns `undefined` if the user chose nothing
 * @throws DOMException if the browser refuses
 */
export async function pickTarget(kind: Target['kind'], zipName: string): Promise<Target | undefined> {
  const pickers: Pickers = globalThis as Pickers;
  try {
    if (kind === 'folder') {
      const folder = await pickers.showDirectoryPicker?.({ id: 'recordings', mode: 'readwrite' });
      return folder && { kind, folder };
    }
    const types = [{ accept: { 'application/zip': ['.zip'] } }];
    const file = await pickers.showSaveFilePicker?.({ id: 'recordings', suggestedName: zipName, types });
    return file && { kind, file };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
