import { mayMissMs, type Recording } from '../domain/recording';
import { locale, t } from '../extension/i18n';
import { formatInterval } from '../ui/formats';

/** What may be missing at the end of a recording that was interrupted. */
export function RecoveredNote({ recording }: { readonly recording: Recording }) {
  const ms = mayMissMs(recording);
  return (
    <p class="card-note">
      {ms === null ? t('recoveredAsked') : t('recoveredMissing', formatInterval(ms, locale(), t))}
    </p>
  );
}
