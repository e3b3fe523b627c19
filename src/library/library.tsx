import { ExportDialog } from '../export/export-dialog';
import { ExportJobs } from '../export/export-jobs';
import type { Exports } from '../export/exports';
import { t } from '../extension/i18n';
import type { Shortcuts } from '../extension/shortcuts';
import { FolderNotice } from '../folder/folder-notice';
import { FailureAlert } from '../ui/failure-alert';
import { DeleteDialog } from './delete-dialog';
import { EmptyLibrary } from './empty-library';
import styles from './library.module.css';
import { LibraryHeader } from './library-header';
import type { Library } from './model';
import { nameOf } from './name-of';
import { OpenedFileCard } from './opened-file-card';
import type { OpenedFiles } from './opened-files';
import { RecordingList } from './recording-list';
import { RescueAlert } from './rescue-alert';
import { SearchBar } from './search-bar';
import { SelectionBar } from './selection-bar';
import { UndoToasts } from './undo-toasts';

interface LibraryViewProps {
  readonly library: Library;
  readonly exports: Exports;
  readonly files: OpenedFiles;
  readonly shortcuts: Promise<Shortcuts>;
  readonly openSetup: () => Promise<void>;
}

/** The whole page: failures, rescued media and the recordings. */
export function LibraryView({ library, exports, files, shortcuts, openSetup }: LibraryViewProps) {
  const { value: recordings } = library.recordings;
  const { value: failure } = library.failure;
  return (
    <>
      <LibraryHeader library={library} files={files} openSetup={openSetup} />
      <main class={styles.main}>
        {failure !== undefined && (
          <FailureAlert
            failure={failure}
            {...(library.canRetry.value
              ? { action: { label: t('tryAgain'), run: () => void library.retry() } }
              : {})}
            onDismiss={library.dismiss}
          />
        )}
        {library.rescues.value.map((rescue) => (
          <RescueAlert key={rescue.url} library={library} rescue={rescue} />
        ))}
        <FolderNotice
          model={library.folder}
          allow={() => void library.folder.allow()}
          openSettings={() => void openSetup()}
          nameOf={(id) => {
            const recording = recordings?.find((known) => known.id === id);
            return recording && nameOf(recording);
          }}
        />
        {files.files.value.map((file) => (
          <OpenedFileCard key={file.key} files={files} file={file} />
        ))}
        {recordings === undefined && failure === undefined && (
          <p class={styles.loading}>{t('libraryLoading')}</p>
        )}
        {recordings?.length === 0 && <EmptyLibrary shortcuts={shortcuts} />}
        {exports.dialogFor.value === undefined && <ExportJobs exports={exports} />}
        <SearchBar library={library} />
        <RecordingList library={library} exportAs={exports.openDialog} />
        <SelectionBar library={library} />
      </main>
      <DeleteDialog library={library} />
      <ExportDialog exports={exports} nameOf={nameOf} />
      <UndoToasts library={library} />
    </>
  );
}
