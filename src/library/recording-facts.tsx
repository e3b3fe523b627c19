import { formatDuration } from '../domain/format-duration';
import type { Recording } from '../domain/recording';
import { locale, type MessageKey, t } from '../extension/i18n';
import { formatDate, formatLength, formatSize } from '../ui/formats';
import { Fact } from './fact';
import styles from './recording-facts.module.css';
import { sourceNames } from './source-names';

interface RecordingFactsProps {
  readonly recording: Recording;
  readonly isLive: boolean;
}

/** Duration, size, date and source; the state unless it is complete, and gaps. */
export function RecordingFacts({ recording, isLive }: RecordingFactsProps) {
  const state = isLive ? 'recording' : recording.state;
  return (
    <dl class={styles.facts}>
      {state !== 'complete' && (
        <Fact name={t('state')} state={state}>
          {t(stateNames[state])}
        </Fact>
      )}
      <Fact name={t('length')}>{formatDuration(recording.durationMs, locale())}</Fact>
      <Fact name={t('size')}>{formatSize(recording.bytes, locale())}</Fact>
      <Fact name={t('when')}>
        {recording.createdAt === 0 ? (
          t('dateUnknown')
        ) : (
          <time dateTime={new Date(recording.createdAt).toISOString()}>
            {formatDate(recording.createdAt, locale())}
          </time>
        )}
      </Fact>
      {recording.source !== undefined && (
        <Fact name={t('sourceLabel')}>{t(sourceNames[recording.source])}</Fact>
      )}
      {recording.marks?.map(({ atMs, gapMs }) => (
        <Fact key={atMs} name={t('gap')}>
          {t('gapAt', formatDuration(atMs, locale()), formatLength(gapMs, locale(), t))}
        </Fact>
      ))}
    </dl>
  );
}

const stateNames: Record<Exclude<Recording['state'], 'complete'>, MessageKey> = {
  recording: 'stateRecording',
  interrupted: 'stateInterrupted',
};
