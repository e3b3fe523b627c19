import { formatDuration } from '../../domain/format-duration';
import { locale, plural, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';

/** That a recording was interrupted and is saved, until the person plays it or says to keep it. */
export function FoundNotice({ popup }: { readonly popup: Popup }) {
  const [newest, ...others] = popup.found.value;
  if (newest === undefined) return null;
  return (
    <div class="alert alert-warning" role="alert">
      <p class="alert-what">{t('foundTitle', formatDuration(newest.durationMs, locale()))}</p>
      {others.length > 0 && <p>{plural('foundMore', others.length)}</p>}
      <div class="alert-actions">
        <Button kind="primary" icon={<Icon name="play" />} onClick={() => void popup.playFound()}>
          {t('play')}
        </Button>
        <Button kind="quiet" onClick={() => void popup.keepFound()}>
          {t('foundKeep')}
        </Button>
      </div>
    </div>
  );
}
