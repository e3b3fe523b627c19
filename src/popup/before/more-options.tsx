import { hasMicrophone, hasPicture, isShared } from '../../domain/options';
import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { DeviceField } from '../../ui/device-field';
import type { Popup } from '../model/model';
import { Disclosure, Group } from '../parts/disclosure';
import { GainFields } from '../parts/gain-fields';
import { CornerField, InsetFields } from '../parts/inset-fields';
import { FormatField, Mp4AudioField, SurfaceField, TimesliceField } from './file-fields';
import styles from './more-options.module.css';
import { FollowSizeSwitch, FrameRateField, InsetLaterSwitch, PictureFields } from './picture-fields';
import { ProcessingFields } from './processing-fields';
import { CountdownField, StopFields } from './stop-fields';

/** The options that users set once, or never. */
export function MoreOptions({ popup }: { readonly popup: Popup }) {
  const { choices, inputs, sharing } = popup;
  const { microphoneId, inset, cameraId } = choices.options.value;
  const source = popup.source.value;
  const devices = inputs.devices.value;
  const withMicrophone = hasMicrophone({ ...choices.options.value, source });
  const canHaveSound = isShared(source) && sharing.sound;
  return (
    <Disclosure>
      <Group label={t('groupRecording')}>
        <CountdownField choices={choices} />
        {hasPicture(source) && <FormatField choices={choices} />}
        {hasPicture(source) && <PictureFields choices={choices} />}
        {source === 'picker' && sharing.surface && <SurfaceField choices={choices} />}
      </Group>
      <Group label={t('groupSound')}>
        <DeviceField
          device="microphone"
          devices={devices.microphone}
          chosenId={microphoneId}
          onChange={(id) => void popup.adjust({ microphoneId: id })}
        />
        <GainFields popup={popup} microphone={withMicrophone} source={withMicrophone && canHaveSound} />
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
          {!inset && isShared(source) && <InsetLaterSwitch choices={choices} />}
        </Group>
      )}
      <Group label={t('groupStop')}>
        <StopFields popup={popup} hasSound={canHaveSound} />
      </Group>
      <Group label={t('groupAdvanced')}>
        <TimesliceField choices={choices} />
        {hasPicture(source) && <FrameRateField choices={choices} />}
        {hasPicture(source) && <Mp4AudioField choices={choices} />}
        {isShared(source) && sharing.oneSize && <FollowSizeSwitch choices={choices} />}
        {withMicrophone && <ProcessingFields choices={choices} />}
      </Group>
      <div class={styles.last}>
        <Button kind="quiet" onClick={popup.reset}>
          {t('resetOptions')}
        </Button>
        <Button kind="plain" onClick={() => void popup.openShortcuts()}>
          {t('keyboardShortcuts')}
        </Button>
      </div>
    </Disclosure>
  );
}
