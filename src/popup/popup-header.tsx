import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { Popup } from './model/model';
import { limitText, statusText } from './model/status-text';

/** The state in a word, always in the same place, and the way to the library. */
export function PopupHeader({ popup }: { readonly popup: Popup }) {
  const { session } = popup.snapshot.value;
  const text = statusText(popup.snapshot.value, popup.source.value, popup.access.value);
  return (
    <header class="popup-header">
      <span class={`state-dot state-dot-${session.state}`} aria-hidden="true" />
      <div class="popup-title">
        <h1>{t('extensionName')}</h1>
        <p role="status" class={`state ${text}`}>
          {popup.ready.value && t(text, ...limitText(session, locale(), t))}
        </p>
      </div>
      <Button kind="plain" icon={<Icon name="library" />} onClick={() => popup.openLibrary()}>
        {t('openLibrary')}
      </Button>
    </header>
  );
}
