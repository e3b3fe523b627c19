import { t } from '../../extension/i18n';
import { Alert } from '../../ui/alert';
import { Button } from '../../ui/button';
import type { Popup } from '../model/model';

/** The recorder's memory still holds media that could not be written, until the user saves or discards it in the library. */
export function RescueNotice({ popup }: { readonly popup: Popup }) {
  if (!popup.hasRescue.value) return null;
  return (
    <Alert
      tone="warning"
      title={t('savedInMemory')}
      actions={
        <Button kind="primary" onClick={() => void popup.openLibrary()}>
          {t('actionOpenLibrary')}
        </Button>
      }
    >
      <p>{t('todoSaveFromLibrary')}</p>
    </Alert>
  );
}
