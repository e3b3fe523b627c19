/** The browser's dialogs, which TypeScript's DOM library lacks. @see https://wicg.github.io/file-system-access/ */
interface Pickers {
  showDirectoryPicker?(
    options: PickerOptions & { readonly mode: 'readwrite' },
  ): Promise<FileSystemDirectoryHandle>;
  showSaveFilePicker?(
    options: PickerOptions & {
      readonly suggestedName: string;
      readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
    },
  ): Promise<FileSystemFileHandle>;
}

interface PickerOptions {
  /** The browser remembers a folder for each id. */
  readonly id: string;
  readonly startIn: 'videos';
}

const options: PickerOptions = { id: 'recordings', startIn: 'videos' };

const pickers = (): Pickers => globalThis as Pickers;

/** Whether the browser lets the user pick a folder. */
export function canPickFolder(): boolean {
  return pickers().showDirectoryPicker !== undefined;
}

/** Whether the browser lets the user pick a file to save to. */
export function canPickFile(): boolean {
  return pickers().showSaveFilePicker !== undefined;
}

/**
 * Has the user pick a folder to write to, in a page and after a click.
 *
 * @returns `undefined` if the user picked none
 * @throws DOMException if the browser refuses
 */
export function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  return orUndefined(async () => pickers().showDirectoryPicker?.({ ...options, mode: 'readwrite' }));
}

/**
 * Has the user pick a file to save to, in a page and after a click.
 *
 * @param suggestedName with its extension
 * @returns `undefined` if the user picked none
 * @throws DOMException if the browser refuses
 */
export function pickFile(suggestedName: string, mimeType: string): Promise<FileSystemFileHandle | undefined> {
  const types = [{ accept: { [mimeType]: [`.${suggestedName.split('.').at(-1)}`] } }];
  return orUndefined(async () => pickers().showSaveFilePicker?.({ ...options, suggestedName, types }));
}

async function orUndefined<T>(pick: () => Promise<T>): Promise<T | undefined> {
  try {
    return await pick();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
