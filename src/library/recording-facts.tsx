import type { ComponentChildren } from 'preact';
import { isPart } from '../domain/clip';
import { formatDuration } from '../domain/format-duration';
import type { Recording } from '../domain/recording';
import { locale, type MessageKey, plural, t } from '../extension/i18n';
import { formatNames } from '../ui/format-names';
import { formatAgo, formatDate, formatSize } from '../ui/formats';
import text from '../ui/text.module.css';
import styles from './recording-facts.module.css';

interface RecordingFactsProps {
  readonly recording: Recording;
  readonly isLive: boolean;
}

/** State, date, duration, size, format, missing audio, gaps and number of slices. */
export function RecordingFacts({ recording, isLive }: RecordingFactsProps) {
  const state = isLive ? 'recording' : recording.state;
  return (
    <dl class={styles.facts}>
      <Fact name="state" state={state}>
        {t(stateNames[state])}
      </Fact>
      <Fact name="when">
        {recording.createdAt === 0 ? (
          t('dateUnknown')
        ) : (
          <time dateTime={new Date(recording.createdAt).toISOString()}>
            {formatDate(recording.createdAt, locale())}
          </time>
        )}
      </Fact>
      <Fact name="length">{formatDuration(recording.durationMs, locale())}</Fact>
      <Fact name="size">{formatSize(recording.bytes, locale())}</Fact>
      <Fact name="format">{t(formatName(recording))}</Fact>
      {!recording.hasAudio && <Fact name="sound">{t('noSound')}</Fact>}
      {recording.marks?.map(({ atMs, gapMs }) => (
        <Fact key={atMs} name="gap">
          {t('gapAt', formatDuration(atMs, locale()), formatAgo(gapMs, locale(), t))}
        </Fact>
      ))}
      {!isPart(recording) && <Fact name="slices">{plural('slices', recording.sliceCount)}</Fact>}
    </dl>
  );
}

/** The formats are those of video; audio alone has a name that is not among them. */
function formatName({ format, mimeType }: Recording): MessageKey {
  return mimeType.startsWith('audio/') ? 'formatWebmOpus' : formatNames[format].name;
}

const stateNames: Record<Recording['state'], MessageKey> = {
  recording: 'stateRecording',
  complete: 'stateComplete',
  interrupted: 'stateInterrupted',
};

interface FactProps {
  readonly name: 'state' | 'when' | 'length' | 'size' | 'format' | 'sound' | 'gap' | 'slices';
  /** Stands out in the colour of the state. */
  readonly state?: Recording['state'];
  readonly children: ComponentChildren;
}

function Fact({ name, state, children }: FactProps) {
  return (
    <div class={styles.fact} data-state={state}>
      <dt class={text.visuallyHidden}>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
