import type { ComponentChildren } from 'preact';
import { formatDuration } from '../domain/format-duration';
import type { Recording } from '../domain/recording';
import { locale, type MessageKey, plural, t } from '../extension/i18n';
import { formatNames } from '../ui/format-names';
import { formatAgo, formatDate, formatSize } from '../ui/formats';

interface RecordingFactsProps {
  readonly recording: Recording;
  readonly isLive: boolean;
}

/** When, how long, how large, in which format, whether it is silent, where it has gaps, how many slices, in which state. */
export function RecordingFacts({ recording, isLive }: RecordingFactsProps) {
  const state = isLive ? 'recording' : recording.state;
  return (
    <dl class="facts">
      <Fact name="state" class={`fact-state fact-state-${state}`}>
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
      <Fact name="slices">{plural('slices', recording.sliceCount)}</Fact>
    </dl>
  );
}

/** A format is one of pictures; sound alone has a name of its own. */
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
  readonly class?: string;
  readonly children: ComponentChildren;
}

function Fact({ name, class: className = '', children }: FactProps) {
  return (
    <div class={`fact ${className}`}>
      <dt class="visually-hidden">{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
