import type { DiskSpace } from '../domain/disk-space';
import { locale, t } from '../platform/i18n';
import { formatRoughTime } from '../ui/format-rough-time';
import { formatSize } from '../ui/format-size';

/** Warns that the disk is almost full, and says what happens then. */
export function DiskLine({ disk }: { readonly disk: DiskSpace }) {
  if (!disk.low) return null;
  return (
    <div class="alert alert-warning" role="alert">
      <p class="alert-what">{t('diskLowTitle', formatRoughTime(disk.lastsMs, locale()))}</p>
      <p>{t('diskLowExplain', formatSize(disk.freeBytes, locale()))}</p>
    </div>
  );
}
