import type { DiskSpace } from '../../domain/disk-space';
import { locale, t } from '../../extension/i18n';
import { formatRoughTime, formatSize } from '../../ui/formats';

/** Warns that the disk is almost full, and says what happens then. */
export function DiskLine({ disk }: { readonly disk: DiskSpace }) {
  if (!disk.low) return null;
  return (
    <div class="warned">
      <div class="alert alert-warning" role="alert">
        <p class="alert-what">{t('diskLowTitle')}</p>
        <p>{t('diskLowExplain')}</p>
      </div>
      {/* Outside of the alert: what changes must not be read out again and again. */}
      <p class="warned-figures">
        {t('spaceLasts', formatSize(disk.freeBytes, locale()), formatRoughTime(disk.lastsMs, locale()))}
      </p>
    </div>
  );
}
