import type { MediaSource } from '../domain/media';
import type { MessageKey } from '../extension/i18n';

/** What was recorded, or opened. */
export const sourceNames: Record<MediaSource, MessageKey> = {
  tab: 'recordedTab',
  picker: 'recordedPicker',
  camera: 'sourceCamera',
  microphone: 'recordedMicrophone',
  file: 'sourceFile',
};
