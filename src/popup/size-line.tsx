import { locale, t } from '../platform/i18n';
import { formatSize } from '../ui/format-size';
import type { Popup } from './model';

const hourS = 3600;

/** How much an hour takes at most, before anything is recorded. */
export function SizeLine({ popup }: { readonly popup: Popup }) {
  const bytes = (popup.bitsPerSecond.value / 8) * hourS;
  return <p class="size-line">{t('sizeOfAnHour', formatSize(bytes, locale()))}</p>;
}
