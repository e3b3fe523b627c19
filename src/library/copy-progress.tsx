import { useComputed } from '@preact/signals';
import type { RefObject } from 'preact';
import type { RecordingId } from '../domain/recording';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { useCaughtFocus } from '../ui/focus';
import { formatPercent } from '../ui/formats';
import styles from './copy-progress.module.css';
import type { Library } from './model';

interface CopyProgressProps {
  readonly library: Library;
  readonly id: RecordingId;
  /** Takes the focus once the button is gone. */
  readonly card: RefObject<HTMLElement | null>;
}

/** How much of a file is copied, if it is; it can be canceled. */
export function CopyProgress({ library, id, card }: CopyProgressProps) {
  const share = useComputed(() =>
    library.copying.value?.id === id ? library.copying.value.share : undefined,
  ).value;
  useCaughtFocus(card);
  if (share === undefined) return null;
  return (
    <div class={styles.copying}>
      <label class={styles.label}>
        {t('copying', formatPercent(share, locale()))}
        <progress class={styles.bar} max={1} value={share} />
      </label>
      <Button kind="quiet" aria-describedby={`name-${id}`} onClick={library.cancelCopy}>
        {t('cancel')}
      </Button>
    </div>
  );
}
