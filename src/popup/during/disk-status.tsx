import type { DiskSpace } from '../../domain/disk-space';
import { formatDuration } from '../../domain/format-duration';
import type { OpenTab, Progress } from '../../domain/snapshot';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { Alert } from '../../ui/alert';
import { formatAgo, formatRoughTime, formatSize } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import type { Reading } from '../model/clock';
import type { Ordered } from '../model/model';
import styles from './disk-status.module.css';

interface DiskStatusProps {
  readonly progress: Progress;
  /** Absent unless a tab is recorded. */
  readonly tab: OpenTab | undefined;
  readonly reading: Reading;
  readonly ordered: Ordered | undefined;
}

const orderedTexts = { safe: 'madeSafe', waits: 'restAfterPause' } as const satisfies Record<
  Ordered,
  MessageKey
>;

/** How much of the recording is safe on disk, and a warning before the disk is full. */
export function DiskStatus({ progress, tab, reading, ordered }: DiskStatusProps) {
  return (
    <>
      <div>
        <SafeLine progress={progress} tab={tab} reading={reading} />
        {/* Always there, so that a screen reader notices the text that comes. */}
        <p class={styles.done} aria-live="polite">
          {ordered !== undefined && t(orderedTexts[ordered])}
        </p>
      </div>
      {progress.disk?.low === true && <DiskLowAlert disk={progress.disk} />}
    </>
  );
}

/** How much is safe from a crash; an alert if slices stop coming or the tab has crashed. */
function SafeLine({ progress, tab, reading }: Omit<DiskStatusProps, 'ordered'>) {
  const text = safeText(progress, reading);
  if (progress.stalled || tab?.crashed) {
    return (
      <Alert
        tone="warning"
        icon={<Icon name="warning" />}
        title={t(tab?.crashed ? 'tabCrashedTitle' : 'stalledTitle')}
        figures={text}
      >
        <p>{t(stalledTodo(progress, tab))}</p>
      </Alert>
    );
  }
  return (
    <p class={styles.safe} data-state={progress.savedAt === undefined ? 'not-yet' : 'safe'}>
      <Icon name="safe" />
      <span>{text}</span>
    </p>
  );
}

function safeText({ savedAt, safeMs, timesliceMs }: Progress, { savedAgoMs }: Reading): string {
  if (savedAt === undefined) return t(timesliceMs === null ? 'safeNotYetAsk' : 'safeNotYet');
  const time = formatDuration(safeMs, locale());
  return savedAgoMs === undefined ? t('safe', time) : t('safeAgo', time, formatAgo(savedAgoMs, locale(), t));
}

function stalledTodo({ unanswered }: Progress, tab: OpenTab | undefined): MessageKey {
  if (tab?.crashed) return 'tabCrashedTodo';
  return unanswered ? 'unansweredTodo' : 'stalledTodo';
}

function DiskLowAlert({ disk }: { readonly disk: DiskSpace }) {
  return (
    <Alert
      tone="warning"
      title={t('diskLowTitle')}
      figures={t('spaceLasts', formatSize(disk.freeBytes, locale()), formatRoughTime(disk.lastsMs, locale()))}
    >
      <p>{t('diskLowExplain')}</p>
    </Alert>
  );
}
