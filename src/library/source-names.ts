import type { Source } from '../domain/options';
import type { MessageKey } from '../extension/i18n';

/** What was recorded. */
export const sourceNames: Record<Source, MessageKey> = {
  tab: 'recordedTab',
  picker: 'recordedPicker',
  camera: 'sourceCamera',
  microphone: 'recordedMicrophone',
};
