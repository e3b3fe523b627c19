import { hasMicrophone, hasPicture, isShared } from '../../domain/options';
import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { DeviceField } from '../../ui/device-field';
import type { Popup } from '../model/model';
import { Disclosure, Group } from '../parts/disclosure';
import { GainFields } from '../parts/gain-fields';
import { CornerField, InsetFields } from '../parts/inset-fields';
import { FormatField, SurfaceField, TimesliceField } from './file-fields';
import { PictureFields } from './picture-fields';
import { ProcessingFields } from './processing-fields';
import { StopFields } from './stop-fields';

/** The options that users set once, or never. */
export function MoreOptions({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  const { microphoneId, inset, cameraId } = choices.options.value;
  const source = popup.source.value;
  const devices = inputs.devices.value;
  const withMicrophone = hasMicrophone({ ...choices.options.value, source });
  const canHaveSound = isShared(source);
  return (
    <Disclosure>
      <Group label={t('groupFile')}>
        <TimesliceField choices={choices} />
        {hasPicture(source) && <FormatField choices={choices} />}
        {source === 'picker' && <SurfaceField choices={choices} />}
      </Group>
      {hasPicture(source) && (
        <Group label={t('groupPicture')}>
          <PictureFields choices={choices} source={source} />
        </Group>
      )}
      <Group label={t('groupSound')}>
        <DeviceField
          device="microphone"
          devices={devices.microphone}
          chosenId={microphoneId}
          onChange={(id) => void popup.adjust({ microphoneId: id })}
        />
        <GainFields popup={popup} microphone={withMicrophone} source={withMicrophone && canHaveSound} />
        {withMicrophone && <ProcessingFields choices={choices} />}
      </Group>
      {hasPicture(source) && (
        <Group label={t('groupCamera')}>
          <DeviceField
            device="camera"
            devices={devices.camera}
            chosenId={cameraId}
            onChange={(id) => void popup.adjust({ cameraId: id })}
          />
          {inset && isShared(source) && (
            <>
              <CornerField popup={popup} />
              <InsetFields popup={popup} />
            </>
          )}
        </Group>
      )}
      <Group label={t('groupStop')}>
        <StopFields choices={choices} hasSound={canHaveSound} />
      </Group>
      <Button kind="quiet" onClick={popup.reset}>
        {t('resetOptions')}
      </Button>
    </Disclosure>
  );
}
