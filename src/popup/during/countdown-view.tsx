import { useEffect } from 'preact/hooks';
import { locale, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { formatNumber } from '../../ui/formats';
import type { Popup } from '../model/model';
import styles from './countdown-view.module.css';

interface CountdownViewProps {
  readonly popup: Popup;
  /** Whole seconds left. */
  readonly seconds: number;
}

/** The seconds until the recording starts. Escape cancels it, and the popup stays open. */
export function CountdownView({ popup, seconds }: CountdownViewProps) {
  useEffect(() => {
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      void popup.command('stop');
    };
    document.addEventListener('keydown', cancel);
    return () => document.removeEventListener('keydown', cancel);
  }, [popup]);

  const number = formatNumber(seconds, locale());
  return (
    <div class={styles.view}>
      {/* Screen readers announce each second. */}
      <p class={styles.text} role="timer" aria-live="assertive">
        {t('countdownText', number)}
      </p>
      <p key={seconds} class={styles.number} aria-hidden="true">
        {number}
      </p>
      <Button kind="stop" shortcut={t('keyEscape')} data-main onClick={() => popup.command('stop')}>
        {t('cancel')}
      </Button>
    </div>
  );
}
