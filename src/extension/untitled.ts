import type { MediaSource } from '../domain/media';
import { type MessageKey, t } from './i18n';

const names: Record<MediaSource, MessageKey> = {
  tab: 'recordingNameTab',
  picker: 'recordingNamePicker',
  camera: 'recordingNameCamera',
  microphone: 'recordingNameMicrophone',
  file: 'nameless',
};

/** What a recording is called whose source has no title, without the date; one of an unknown source has no name. */
export function untitled(source: MediaSource | undefined): string {
  return t(source === undefined ? 'nameless' : names[source]);
}
