import type { Progress } from '../domain/snapshot';
import { locale, t } from '../platform/i18n';
import { formatDuration } from '../ui/format-duration';
import { formatAgo } from '../ui/format-interval';
import { SafeIcon, WarningIcon } from '../ui/icons';
import type { Reading } from './clock';

interface SafeLineProps {
  readonly progress: Progress;
  readonly reading: Reading;
}

/** How much of the recording no crash can take any more; a warning when no slice comes. */
export function SafeLine({ progress, reading }: SafeLineProps) {
  return progress.stalled ? (
    <StalledWarning progress={progress} reading={reading} />
  ) : (
    <p class={progress.savedAt === undefined ? 'safe safe-not-yet' : 'safe'}>
      <SafeIcon />
      <span>{safeText(progress, reading)}</span>
    </p>
  );
}

function safeText({ savedAt, safeMs, timesliceMs }: Progress, { savedAgoMs }: Reading): string {
  if (savedAt === undefined) return t(timesliceMs === null ? 'safeNotYetAsk' : 'safeNotYet');
  const time = formatDuration(safeMs, locale());
  return savedAgoMs === undefined ? t('safe', time) : t('safeAgo', time, formatAgo(savedAgoMs, locale(), t));
}

function StalledWarning({ progress, reading }: SafeLineProps) {
  return (
    <div class="stalled">
      <div class="alert alert-warning" role="alert">
        <p class="alert-what stalled-what">
          <WarningIcon />
          {t('stalledTitle')}
        </p>
        <p>{t('stalledTodo')}</p>
      </div>
      {/* Outside of the alert: what ticks must not be read out again and again. */}
      <p class="stalled-safe">{safeText(progress, reading)}</p>
    </div>
  );
}
