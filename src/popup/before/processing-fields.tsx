import { t } from '../../extension/i18n';
import { SwitchField } from '../../ui/switch-field';
import type { Choices } from '../model/choices';

/** What the browser does to the audio of the microphone. */
export function ProcessingFields({ choices }: { readonly choices: Choices }) {
  const { echoCancellation, noiseSuppression } = choices.options.value;
  return (
    <>
      <SwitchField
        id="echo-cancellation"
        label={t('echoCancellation')}
        kind="option"
        checked={echoCancellation}
        onChange={(on) => choices.change({ echoCancellation: on })}
      />
      <SwitchField
        id="noise-suppression"
        label={t('noiseSuppression')}
        kind="option"
        checked={noiseSuppression}
        onChange={(on) => choices.change({ noiseSuppression: on })}
      />
    </>
  );
}
