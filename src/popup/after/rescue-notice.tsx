import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import type { Popup } from '../model/model';

/** That the recorder's memory still holds what the disk refused, until it is saved or given up in the library. */
export function RescueNotice({ popup }: { readonly popup: Popup }) {
  if (!popup.hasRescue.value) return null;
  return (
    <div class="alert alert-warning" role="alert">
      <p class="alert-what">{t('savedInMemory')}</p>
      <p>{t('todoSaveFromLibrary')}</p>
      <div class="alert-actions">
        <Button kind="primary" onClick={() => void popup.openLibrary()}>
          {t('actionOpenLibrary')}
        </Button>
      </div>
    </div>
  );
}
