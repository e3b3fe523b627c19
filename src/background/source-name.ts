import type { Source } from '../domain/options';
import type { TabReference } from '../domain/plan';
import { type MessageKey, t } from '../extension/i18n';

/** The names of sources without a title. */
const names = {
  tab: 'recordingNameTab',
  picker: 'recordingNamePicker',
  camera: 'recordingNameCamera',
  microphone: 'recordingNameMicrophone',
} as const satisfies Record<Source, MessageKey>;

/** The name of a recording of this source, without the time: the tab's title, or what kind of source it is. */
export function sourceName(source: Source, tab: TabReference | undefined): string {
  return (source === 'tab' && tab?.title) || t(names[source]);
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
