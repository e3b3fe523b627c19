import type { ComponentChildren } from 'preact';
import { t } from '../platform/i18n';
import { Button } from '../ui/button';
import { DeviceField } from '../ui/device-field';
import { ChevronIcon } from '../ui/icons';
import { FormatField } from './format-field';
import { InsetFields } from './inset-fields';
import { hasInset, type Popup } from './model';
import { PictureFields } from './picture-fields';
import { GainFields, ProcessingFields } from './sound-fields';
import { StopFields } from './stop-fields';
import { SurfaceField } from './surface-field';
import { TimesliceField } from './timeslice-field';

/** Everything that a person chooses once, or never. */
export function MoreOptions({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  const { microphone, microphoneId, inset, cameraId } = choices.options.value;
  const source = popup.source.value;
  const devices = inputs.devices.value;
  const hasMicrophone = microphone || source === 'microphone';
  const hasSourceSound = hasInset(source);
  return (
    <Disclosure>
      <Group label={t('groupFile')}>
        <TimesliceField choices={choices} />
        <FormatField choices={choices} />
        {source === 'picker' && <SurfaceField choices={choices} />}
      </Group>
      {source !== 'microphone' && (
        <Group label={t('groupPicture')}>
          <PictureFields choices={choices} />
        </Group>
      )}
      <Group label={t('groupSound')}>
        <DeviceField
          device="microphone"
          devices={devices.microphone}
          chosenId={microphoneId}
          onChange={(id) => void popup.adjust({ microphoneId: id })}
        />
        <GainFields popup={popup} microphone={hasMicrophone} source={hasMicrophone && hasSourceSound} />
        {hasMicrophone && <ProcessingFields popup={popup} />}
      </Group>
      {source !== 'microphone' && (
        <Group label={t('groupCamera')}>
          <DeviceField
            device="camera"
            devices={devices.camera}
            chosenId={cameraId}
            onChange={(id) => void popup.adjust({ cameraId: id })}
          />
          {inset && hasInset(source) && <InsetFields popup={popup} />}
        </Group>
      )}
      <Group label={t('groupStop')}>
        <StopFields choices={choices} hasSound={hasSourceSound} />
      </Group>
      <Button kind="quiet" onClick={popup.reset}>
        {t('resetOptions')}
      </Button>
    </Disclosure>
  );
}

/** "More", which hides what is seldom needed. */
export function Disclosure({ children }: { readonly children: ComponentChildren }) {
  return (
    <details class="more">
      <summary>
        <ChevronIcon />
        {t('more')}
      </summary>
      <div class="more-content">{children}</div>
    </details>
  );
}

interface GroupProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

function Group({ label, children }: GroupProps) {
  return (
    <fieldset class="group">
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}
