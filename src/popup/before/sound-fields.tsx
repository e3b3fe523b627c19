import { gainRange } from '../../domain/options';
import { locale, t } from '../../extension/i18n';
import { formatPercent } from '../../ui/formats';
import { SliderField } from '../../ui/slider-field';
import { SwitchField } from '../../ui/switch-field';
import type { Popup } from '../model/model';

interface GainFieldsProps {
  readonly popup: Popup;
  readonly microphone: boolean;
  readonly source: boolean;
}

/** How loud each input is in the recording; before it and under way. */
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

/** What the browser does to the microphone's sound. */
export function ProcessingFields({ popup }: { readonly popup: Popup }) {
  const { echoCancellation, noiseSuppression } = popup.choices.options.value;
  return (
    <>
      <SwitchField
        id="echo-cancellation"
        label={t('echoCancellation')}
        checked={echoCancellation}
        onChange={(on) => popup.choices.change({ echoCancellation: on })}
      />
      <SwitchField
        id="noise-suppression"
        label={t('noiseSuppression')}
        checked={noiseSuppression}
        onChange={(on) => popup.choices.change({ noiseSuppression: on })}
      />
    </>
  );
}
