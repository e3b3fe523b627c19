import type { Source } from '../domain/options';
import type { TabReference } from '../domain/plan';
import { t } from '../extension/i18n';
import { untitled } from '../extension/untitled';

/** The name of a recording of this source, without the time: the tab's title, or what kind of source it is. */
export function sourceName(source: Source, tab: TabReference | undefined): string {
  return (source === 'tab' && tab?.title) || untitled(source);
}

/** What the names of files call each source. */
export function fileSourceNames(): Readonly<Record<Source, string>> {
  return {
    tab: t('fileSourceTab'),
    picker: t('fileSourcePicker'),
    camera: t('fileSourceCamera'),
    microphone: t('fileSourceMicrophone'),
  };
}
