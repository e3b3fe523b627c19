import { canPickFile, pickFile } from '../files/pickers';
import { removeEmpty } from '../files/remove-empty';
import { saveAs } from '../files/save-as';
import { createExportFile } from '../storage/export-files';
import { removeWhenClosed } from '../storage/temporary-folder';

/** The file that an export becomes. */
export interface ExportTarget {
  readonly handle: FileSystemFileHandle;
  /** Whether it is a file of the origin, which is downloaded once it is complete. */
  readonly isKept: boolean;
  /** The name of the file. */
  readonly name: string;
  /** Called once it is complete. */
  deliver(): Promise<void>;
  /** Deletes it, unless another export was saved there; never rejects. */
  discard(): Promise<void>;
}

/**
 * Asks where to save an export. A browser without that dialog keeps it among its downloads.
 *
 * @returns `undefined` if the user closed the dialog
 * @throws DOMException if the browser refuses
 */
export async function chooseTarget(name: string, mimeType: string): Promise<ExportTarget | undefined> {
  if (!canPickFile()) return keepTarget(name);
  const handle = await pickFile(name, mimeType);
  return (
    handle && {
      handle,
      isKept: false,
      name: handle.name,
      deliver: async () => undefined,
      discard: () => removeWhenClosed(() => removeEmpty(handle)),
    }
  );
}

async function keepTarget(name: string): Promise<ExportTarget> {
  const kept = await createExportFile();
  let url: string | undefined;
  return {
    handle: kept.handle,
    isKept: true,
    name,
    async deliver() {
      url ??= URL.createObjectURL(await kept.handle.getFile());
      saveAs(url, name);
    },
    async discard() {
      if (url !== undefined) URL.revokeObjectURL(url);
      await removeWhenClosed(kept.remove);
    },
  };
}
