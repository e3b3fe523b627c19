import { locale, plural, t } from '../platform/i18n';
import { formatSize } from '../ui/format-size';
import type { Library } from './model';

/** The name of the page and how much there is. */
export function LibraryHeader({ library }: { readonly library: Library }) {
  const { value: recordings = [] } = library.recordings;
  const bytes = recordings.reduce((sum, recording) => sum + recording.bytes, 0);
  return (
    <header class="library-header">
      <h1 tabIndex={-1}>{t('libraryHeading')}</h1>
      {recordings.length > 0 && (
        <p>{t('libraryTotal', plural('recordings', recordings.length), formatSize(bytes, locale()))}</p>
      )}
    </header>
  );
}
