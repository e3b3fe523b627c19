import type { qualities } from '../../domain/format';
import { type CaptureOptions, resolutions } from '../../domain/options';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { SelectField } from '../../ui/fields';
import { formatNumber } from '../../ui/formats';
import { SwitchField } from '../../ui/switch-field';
import type { Choices } from '../model/choices';
import { NumberField } from './number-field';

/** The usual frame rates of film, television and screens, within what can be recorded; in fps. */
const frameRates = [5, 10, 15, 20, 24, 25, 30, 48, 50, 60];

const qualityNames: Record<string, MessageKey> = {
  small: 'qualitySmall',
  balanced: 'qualityBalanced',
  high: 'qualityHigh',
} satisfies Record<(typeof qualities)[number], MessageKey>;

interface PictureFieldsProps {
  readonly choices: Choices;
}

/** Resolution and quality. */
export function PictureFields({ choices }: PictureFieldsProps) {
  return (
    <>
      <SelectField
        id="resolution"
        label={t('resolutionLabel')}
        value={String(choices.options.value.resolution)}
        options={resolutions.map((value) => ({ value: String(value), label: resolutionName(value) }))}
        onChange={(value) =>
          choices.change({ resolution: resolutions.find((known) => String(known) === value) ?? 'native' })
        }
      />
      <NumberField
        choices={choices}
        field="quality"
        label={t('qualityLabel')}
        nameOf={(name) => t(qualityNames[name] ?? 'qualityCustom')}
        unit={t('qualityUnit')}
      />
    </>
  );
}

/** The select "Frame rate". */
export function FrameRateField({ choices }: PictureFieldsProps) {
  const { frameRate } = choices.options.value;
  const rates = frameRates.includes(frameRate)
    ? frameRates
    : [frameRate, ...frameRates].sort((a, b) => a - b);
  return (
    <SelectField
      id="frame-rate"
      label={t('frameRateLabel')}
      value={String(frameRate)}
      options={rates.map((rate) => ({
        value: String(rate),
        label: t('framesPerSecond', formatNumber(rate, locale())),
      }))}
      onChange={(value) => choices.change({ frameRate: Number(value) })}
    />
  );
}

/** The switch "Follow the source's size", for a tab, window or screen. */
export function FollowSizeSwitch({ choices }: PictureFieldsProps) {
  return (
    <SwitchField
      id="follow-size"
      label={t('followSize')}
      kind="option"
      checked={choices.options.value.followSize}
      onChange={(on) => choices.change({ followSize: on })}
    />
  );
}

/** The switch "Can be turned on while recording", for a recording that starts without the camera. */
export function InsetLaterSwitch({ choices }: PictureFieldsProps) {
  return (
    <SwitchField
      id="inset-later"
      label={t('insetLater')}
      kind="option"
      checked={choices.options.value.insetLater}
      onChange={(on) => choices.change({ insetLater: on })}
    />
  );
}

function resolutionName(resolution: CaptureOptions['resolution']): string {
  return resolution === 'native' ? t('resolutionNative') : t('resolutionLines', String(resolution));
}
