import type { MessageKey } from '../platform/i18n';
import { t } from '../platform/i18n';
import { Button } from '../ui/button';
import { LibraryIcon } from '../ui/icons';
import type { Popup } from './model';

/** The state in a word, always in the same place, and the way to the library. */
export function PopupHeader({ popup }: { readonly popup: Popup }) {
  const { session } = popup.snapshot.value;
  const text = stateText(popup);
  return (
    <header class="popup-header">
      <span class={`state-dot state-dot-${session.state}`} aria-hidden="true" />
      <div class="popup-title">
        <h1>{t('extensionName')}</h1>
        <p role="status" class={`state ${text}`}>
          {popup.ready.value && t(text)}
        </p>
      </div>
      <Button kind="plain" icon={<LibraryIcon />} onClick={() => popup.openLibrary()}>
        {t('openLibrary')}
      </Button>
    </header>
  );
}

function stateText({ snapshot, source, access }: Popup): MessageKey {
  const { session } = snapshot.value;
  switch (session.state) {
    case 'starting':
      return 'stateStarting';
    case 'recording':
      return 'stateRecording';
    case 'paused':
      return 'statePaused';
    case 'stopping':
      return 'stateStopping';
    case 'inactive':
      if (source.value === 'tab' && access.value === 'click-again') return 'stateReady';
      return session.last?.saved === true && session.last.failure === undefined ? 'stateSaved' : 'stateIdle';
  }
}
