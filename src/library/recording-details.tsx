import type { ComponentChildren } from 'preact';
import { isPart } from '../domain/clip';
import type { Recording } from '../domain/recording';
import { locale, plural, t } from '../extension/i18n';
import { formatNameOf } from '../ui/format-names';
import { formatInterval, formatNumber } from '../ui/formats';
import styles from './recording-details.module.css';

/** Format, codecs, size of the video, timeslice and number of slices, for those who want to know. */
export function RecordingDetails({ recording }: { readonly recording: Recording }) {
  const { id, source, width, height, timesliceMs, hasAudio, sliceCount } = recording;
  const codecs = codecsOf(recording);
  return (
    <details class={styles.details}>
      <summary aria-describedby={`name-${id}`}>{t('details')}</summary>
      <dl class={styles.list}>
        <Detail name={t('format')}>{t(formatNameOf(recording))}</Detail>
        {codecs !== '' && <Detail name={t('codecs')}>{codecs}</Detail>}
        {width > 0 && height > 0 && (
          <Detail name={t('frameSize')}>
            {t('pixels', formatNumber(width, locale()), formatNumber(height, locale()))}
          </Detail>
        )}
        {!hasAudio && <Detail name={t('sound')}>{t('noSound')}</Detail>}
        {source !== 'file' && (
          <Detail name={t('timesliceLabel')}>
            {timesliceMs === null ? t('timesliceNone') : formatInterval(timesliceMs, locale(), t)}
          </Detail>
        )}
        {!isPart(recording) && <Detail name={t('slicesLabel')}>{plural('slices', sliceCount)}</Detail>}
      </dl>
    </details>
  );
}

/** As the type of the file says: "vp9, opus". */
function codecsOf({ mimeType }: Recording): string {
  const [, codecs = ''] = /codecs="?([^"]*)/.exec(mimeType) ?? [];
  return codecs.split(',').join(', ');
}

interface DetailProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Detail({ name, children }: DetailProps) {
  return (
    <div class={styles.detail}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
