import { useRef } from 'preact/hooks';
import type { Failure } from '../domain/failure';
import type { FolderCopy } from '../domain/folder-copy';
import type { RecordingId } from '../domain/recording';
import { plural, t } from '../extension/i18n';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { failureTexts } from '../ui/failure-texts';
import { useCaughtFocus } from '../ui/focus';
import { isolate } from '../ui/isolate';
import { copyText } from './copy-text';
import styles from './folder-notice.module.css';
import type { FolderModel } from './model';

interface FolderNoticeProps {
  readonly model: FolderModel;
  /** Asks for the permission, or goes to the page that does. */
  readonly allow: () => void;
  /** Goes to the page where another folder can be chosen. */
  readonly openSettings: () => void;
  /** The name of a recording; without this, the recordings are not listed. */
  readonly nameOf?: (id: RecordingId) => string | undefined;
}

/** Recordings that are not in the user's folder yet, why, and what helps. */
export function FolderNotice({ model, allow, openSettings, nameOf }: FolderNoticeProps) {
  const { value: stuck } = model.stuck;
  const { value: failure } = model.failure;
  const [first] = stuck;
  const notice = useRef<HTMLDivElement>(null);
  useCaughtFocus(notice);
  if (first === undefined) return null;
  const failed = stuck.find((copy) => copy.state === 'failed');
  const isWaiting = stuck.some(({ state }) => state === 'waiting');
  return (
    <div ref={notice} tabIndex={-1}>
      <Alert
        tone="warning"
        title={plural('copiesStuck', stuck.length)}
        actions={
          <>
            {isWaiting && (
              <Button kind="primary" onClick={allow}>
                {t('folderAllow')}
              </Button>
            )}
            {failed !== undefined && (
              <Button kind={isWaiting ? 'quiet' : 'primary'} onClick={() => void model.retry()}>
                {t('tryAgain')}
              </Button>
            )}
            <Button kind="plain" onClick={openSettings}>
              {t(model.folder.value === undefined ? 'folderChoose' : 'folderChooseAnother')}
            </Button>
            <Button kind="plain" onClick={() => void model.forget()}>
              {t('copiesForget')}
            </Button>
          </>
        }
      >
        {isWaiting && <p>{t('folderNotAllowed', isolate(model.folder.value?.name ?? ''))}</p>}
        {failed?.state === 'failed' && <p>{sentencesOf(failed.failure)}</p>}
        {failure !== undefined && <p>{sentencesOf(failure)}</p>}
        {nameOf !== undefined && <StuckList stuck={stuck} nameOf={nameOf} />}
      </Alert>
    </div>
  );
}

/** What happened, and what to do next; the recordings are in the library all the time. */
function sentencesOf({ code }: Failure): string {
  const { what, saved, todo } = failureTexts[code];
  return `${t(what)} ${t(saved)} ${t(todo)}`;
}

interface StuckListProps {
  readonly stuck: readonly FolderCopy[];
  readonly nameOf: (id: RecordingId) => string | undefined;
}

function StuckList({ stuck, nameOf }: StuckListProps) {
  return (
    <details class={styles.list}>
      <summary>{t('copiesList')}</summary>
      <ul>
        {stuck.map((copy) => (
          <li key={copy.recordingId}>
            <a href={`#${copy.recordingId}`}>
              <bdi>{nameOf(copy.recordingId) ?? t('nameless')}</bdi>
            </a>
            <span>{copyText(copy)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
