import { type FormatChoice, formatById } from '../domain/format';
import type { Recording } from '../domain/recording';
import type { MessageKey } from '../extension/i18n';

/** The name of each recording format, and what it is good for. */
export const formatNames: Record<FormatChoice, { readonly name: MessageKey; readonly word: MessageKey }> = {
  automatic: { name: 'formatAutomatic', word: 'formatAutomaticWord' },
  'webm-vp9': { name: 'formatWebmVp9', word: 'formatWebmVp9Word' },
  'webm-vp8': { name: 'formatWebmVp8', word: 'formatWebmVp8Word' },
  'webm-av1': { name: 'formatWebmAv1', word: 'formatWebmAv1Word' },
  'mp4-h264': { name: 'formatMp4H264', word: 'formatMp4H264Word' },
  'mp4-vp9': { name: 'formatMp4Vp9', word: 'formatMp4Vp9Word' },
  'mp4-av1': { name: 'formatMp4Av1', word: 'formatMp4Av1Word' },
};

/** The name of a recording's format. What was opened from a file may have other codecs than those that can be recorded. */
export function formatNameOf({ format, mimeType }: Pick<Recording, 'format' | 'mimeType'>): MessageKey {
  if (mimeType.includes('matroska')) return 'formatMatroska';
  const isKnown = mimeType.includes('codecs=') && !mimeType.startsWith('audio/');
  if (isKnown || mimeType === '') return formatNames[format].name;
  if (mimeType.startsWith('audio/webm;codecs=opus')) return 'formatWebmOpus';
  return formatById(format).container === 'webm' ? 'formatWebm' : 'formatMp4';
}
