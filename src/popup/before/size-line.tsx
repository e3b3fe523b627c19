import { lastsMs, startFloorBytes } from '../../domain/disk-space';
import { locale, t } from '../../extension/i18n';
import { failureTexts } from '../../ui/failure-texts';
import { formatRoughTime, formatSize } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';

const hourS = 3600;

/** How much an hour takes at most, and for how long the disk has room, before anything is recorded. */
export function SizeLine({ popup }: { readonly popup: Popup }) {
  const bitsPerSecond = popup.bitsPerSecond.value;
  const freeBytes = popup.freeBytes.value;
  if (freeBytes !== undefined && freeBytes < startFloorBytes) {
    return (
      <p class="field-warning">
        <Icon name="warning" />
        {t(failureTexts['disk-low'].what)}
      </p>
    );
  }
  return (
    <p class="size-line">
      <span>{t('sizeOfAnHour', formatSize((bitsPerSecond / 8) * hourS, locale()))}</span>
      {freeBytes !== undefined && (
        <span>
          {t(
            'spaceLasts',
            formatSize(freeBytes, locale()),
            formatRoughTime(lastsMs(freeBytes, bitsPerSecond), locale()),
          )}
        </span>
      )}
    </p>
  );
}
