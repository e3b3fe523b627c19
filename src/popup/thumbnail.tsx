import { t } from '../platform/i18n';
import type { Popup } from './model';

/** What is being recorded, as it looks now. */
export function Thumbnail({ popup }: { readonly popup: Popup }) {
  void popup;
  return <div class="thumbnail" role="img" aria-label={t('thumbnail')} />;
}
