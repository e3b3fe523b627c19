/** What the handle of a folder can do that TypeScript doesn't know yet. @see https://wicg.github.io/file-system-access/ */
interface WithPermission {
  queryPermission?(descriptor: { readonly mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(descriptor: { readonly mode: 'readwrite' }): Promise<PermissionState>;
}

const readwrite = { mode: 'readwrite' } as const;

/** Whether we may write to a folder now, without asking. */
export async function mayWrite(folder: FileSystemDirectoryHandle & WithPermission): Promise<boolean> {
  return (await folder.queryPermission?.(readwrite)) === 'granted';
}

/** Asks the user, in a page and after a click. @returns whether we may write now */
export async function askToWrite(folder: FileSystemDirectoryHandle & WithPermission): Promise<boolean> {
  return (await folder.requestPermission?.(readwrite)) === 'granted';
}

/** The browser's dialog that chooses a folder, if the browser has one. */
type Picker = (options: {
  readonly id: string;
  readonly mode: 'readwrite';
  readonly startIn: 'videos';
}) => Promise<FileSystemDirectoryHandle>;

function picker(): Picker | undefined {
  return (globalThis as { readonly showDirectoryPicker?: Picker }).showDirectoryPicker;
}

/** Whether the browser lets the user choose a folder. */
export function canChooseFolder(): boolean {
  return picker() !== undefined;
}

/**
 * Has the user choose a folder to write to, in a page and after a click.
 *
 * @returns `undefined` if the user chose none
 * @throws DOMException if the browser refuses
 */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await picker()?.({ id: 'recordings', mode: 'readwrite', startIn: 'videos' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
