import { locale, type MessageKey, t } from '../extension/i18n';
import { formatSizeRange } from '../ui/formats';
import { type ExportFormat, hasCaptions } from './formats';
import type { Offer, PossibleOffer } from './offer';
import type { ExportPlan } from './plan';

const names: Record<ExportFormat, MessageKey> = {
  everywhere: 'exportEverywhere',
  webm: 'exportWebm',
  mp4: 'exportMp4',
  mp3: 'exportMp3',
  wav: 'exportWav',
  opus: 'exportOpus',
  gif: 'exportGif',
  png: 'exportPng',
};

const reasons: Record<NonNullable<Offer['obstacle']>, MessageKey> = {
  'no-picture': 'exportNoPicture',
  'no-sound': 'exportNoSound',
  codec: 'exportCodec',
  encoder: 'exportNoEncoder',
};

/** A format with the size to expect: "GIF, no audio · about 2 MB". */
export function optionText({ format, bytes }: PossibleOffer): string {
  return t('exportOption', t(names[format]), formatSizeRange(bytes.least, bytes.most, locale()));
}

/** Why formats are missing: one sentence for each reason. */
export function missingTexts(offers: readonly Offer[]): readonly string[] {
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' });
  return Object.entries(reasons).flatMap(([obstacle, reason]) => {
    const missing = offers.filter((offer) => offer.obstacle === obstacle);
    if (missing.length === 0) return [];
    return [t(reason, list.format(missing.map(({ format }) => t(names[format]))))];
  });
}

/** How large an export gets, and what is done for it. @param hasCues whether the recording has captions */
export function hintText({ format, plan, bytes }: PossibleOffer, hasCues: boolean): string {
  return `${t('exportAbout', formatSizeRange(bytes.least, bytes.most, locale()))} ${planText(format, plan, hasCues)}`;
}

function planText(format: ExportFormat, { picture, sound }: ExportPlan, hasCues: boolean): string {
  if (format === 'gif') return t('exportGifHint');
  if (format === 'png') return t('exportPngHint');
  const isAlike = picture !== undefined && picture.isCopied === sound?.isCopied;
  const texts = [
    ...(isAlike
      ? [t(picture.isCopied ? 'exportBothCopied' : 'exportBothEncoded')]
      : [
          picture && t(picture.isCopied ? 'exportVideoCopied' : 'exportVideoEncoded'),
          sound && t(sound.isCopied ? 'exportAudioCopied' : 'exportAudioEncoded'),
        ]),
    hasCues && hasCaptions(format) ? t('exportCaptions') : undefined,
  ];
  return texts.filter((text) => text !== undefined).join(' ');
}
