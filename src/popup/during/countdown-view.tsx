import { useEffect } from 'preact/hooks';
import { locale, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { formatNumber } from '../../ui/formats';
import type { Popup } from '../model/model';

interface CountdownViewProps {
  readonly popup: Popup;
  /** Whole seconds that are left. */
  readonly seconds: number;
}

/** The seconds until the recording begins. Escape cancels, and leaves the popup open. */
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
    <div class="countdown">
      {/* A screen reader says it with every second, as the number is seen. */}
      <p class="countdown-text" role="timer" aria-live="assertive">
        {t('countdownText', number)}
      </p>
      <p key={seconds} class="countdown-number" aria-hidden="true">
        {number}
      </p>
      <Button kind="stop" shortcut={t('keyEscape')} data-main onClick={() => popup.command('stop')}>
        {t('cancel')}
      </Button>
    </div>
  );
}
