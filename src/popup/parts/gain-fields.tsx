import { gainRange } from '../../domain/options';
import { locale, t } from '../../extension/i18n';
import { SliderField } from '../../ui/fields';
import { formatPercent } from '../../ui/formats';
import type { Popup } from '../model/model';

interface GainFieldsProps {
  readonly popup: Popup;
  readonly microphone: boolean;
  readonly source: boolean;
}

/** The volume of each input in the recording, before and during it. */
export function GainFields({ popup, microphone, source }: GainFieldsProps) {
  const { microphoneGain, sourceGain } = popup.choices.options.value;
  return (
    <>
      {microphone && (
        <SliderField
          id="microphone-gain"
          label={t('microphoneGain')}
          value={microphoneGain}
          range={gainRange}
          step={0.05}
          text={formatPercent(microphoneGain, locale())}
          onChange={(gain) => void popup.adjust({ microphoneGain: gain })}
        />
      )}
      {source && (
        <SliderField
          id="source-gain"
          label={t('sourceGain')}
          value={sourceGain}
          range={gainRange}
          step={0.05}
          text={formatPercent(sourceGain, locale())}
          onChange={(gain) => void popup.adjust({ sourceGain: gain })}
        />
      )}
    </>
  );
}
