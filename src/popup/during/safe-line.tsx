import { formatDuration } from '../../domain/format-duration';
import type { Progress } from '../../domain/snapshot';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { formatAgo } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import type { Reading } from '../model/clock';

interface SafeLineProps {
  readonly progress: Progress;
  readonly reading: Reading;
}

/** How much of the recording no crash can take any more; a warning when no slice comes, or the tab has crashed. */
export function SafeLine({ progress, reading }: SafeLineProps) {
  return progress.stalled || progress.tabCrashed ? (
    <StalledWarning progress={progress} reading={reading} />
  ) : (
    <p class={progress.savedAt === undefined ? 'safe safe-not-yet' : 'safe'}>
      <Icon name="safe" />
      <span>{safeText(progress, reading)}</span>
    </p>
  );
}

function safeText({ savedAt, safeMs, timesliceMs }: Progress, { savedAgoMs }: Reading): string {
  if (savedAt === undefined) return t(timesliceMs === null ? 'safeNotYetAsk' : 'safeNotYet');
  const time = formatDuration(safeMs, locale());
  return savedAgoMs === undefined ? t('safe', time) : t('safeAgo', time, formatAgo(savedAgoMs, locale(), t));
}

function whatToDo({ tabCrashed, unanswered }: Progress): MessageKey {
  if (tabCrashed) return 'tabCrashedTodo';
  return unanswered ? 'unansweredTodo' : 'stalledTodo';
}

function StalledWarning({ progress, reading }: SafeLineProps) {
  return (
    <div class="warned">
      <div class="alert alert-warning" role="alert">
        <p class="alert-what stalled-what">
          <Icon name="warning" />
          {t(progress.tabCrashed ? 'tabCrashedTitle' : 'stalledTitle')}
        </p>
        <p>{t(whatToDo(progress))}</p>
      </div>
      {/* Outside of the alert: what ticks must not be read out again and again. */}
      <p class="warned-figures">{safeText(progress, reading)}</p>
    </div>
  );
}
