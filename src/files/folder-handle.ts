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
