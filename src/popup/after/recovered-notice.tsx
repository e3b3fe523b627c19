import { formatDuration } from '../../domain/format-duration';
import { locale, plural, t } from '../../extension/i18n';
import { Alert } from '../../ui/alert';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';

/** An interrupted recording was recovered. The notice stays until the user plays or keeps the recording. */
export function RecoveredNotice({ popup }: { readonly popup: Popup }) {
  const [newest, ...others] = popup.recovered.value;
  if (newest === undefined) return null;
  return (
    <Alert
      tone="warning"
      title={t('recoveredTitle', formatDuration(newest.durationMs, locale()))}
      actions={
        <>
          <Button kind="primary" icon={<Icon name="play" />} onClick={() => void popup.playRecovered()}>
            {t('play')}
          </Button>
          <Button kind="quiet" onClick={() => void popup.keepRecovered()}>
            {t('recoveredKeep')}
          </Button>
        </>
      }
    >
      {others.length > 0 && <p>{plural('recoveredMore', others.length)}</p>}
    </Alert>
  );
}
