import type { Source } from '../../domain/options';
import { type MessageKey, t } from '../../extension/i18n';
import { CameraPicture } from '../../ui/camera-picture';
import { Icon, type IconName } from '../../ui/icon';
import text from '../../ui/text.module.css';
import type { Popup } from '../model/model';
import type { TabAccess } from '../model/tab-access';
import { DeviceNote } from './device-note';
import styles from './source-choice.module.css';

/** The note about "This tab", and whether it can be chosen at all. */
const tabNotes: Record<TabAccess, { readonly text?: MessageKey; readonly disabled: boolean }> = {
  granted: { disabled: false },
  ask: { text: 'tabAsk', disabled: false },
  denied: { text: 'tabDenied', disabled: false },
  'click-again': { text: 'tabClickAgain', disabled: true },
  protected: { text: 'tabProtected', disabled: true },
  missing: { text: 'tabMissing', disabled: true },
  impossible: { disabled: false },
};

/** The radio group "Source". */
export function SourceChoice({ popup }: { readonly popup: Popup }) {
  const access = popup.access.value;
  const { disabled } = tabNotes[access];
  return (
    <div class={styles.source} role="radiogroup" aria-labelledby="source-label">
      <p id="source-label" class={styles.label}>
        {t('sourceLabel')}
      </p>
      <div class={styles.options}>
        {access !== 'impossible' && (
          <SourceOption popup={popup} value="tab" label={t('sourceTab')} icon="tab" disabled={disabled} />
        )}
        <SourceOption
          popup={popup}
          value="picker"
          label={t(popup.sharing.surface ? 'sourcePicker' : 'sourceScreen')}
          icon="screen"
        />
        <SourceOption popup={popup} value="camera" label={t('sourceCamera')} icon="camera" />
        <SourceOption popup={popup} value="microphone" label={t('sourceMicrophone')} icon="microphone" />
      </div>
      <SourceNote popup={popup} />
    </div>
  );
}

interface SourceOptionProps {
  readonly popup: Popup;
  readonly value: Source;
  readonly label: string;
  readonly icon: IconName;
  readonly disabled?: boolean;
}

function SourceOption({ popup, value, label, icon, disabled = false }: SourceOptionProps) {
  const id = `source-${value}`;
  return (
    <div class={styles.option}>
      <input
        type="radio"
        name="source"
        id={id}
        value={value}
        checked={popup.source.value === value}
        disabled={disabled}
        aria-describedby="source-note"
        onChange={() => popup.chooseSource(value)}
      />
      <Icon name={icon} />
      <label for={id}>{label}</label>
    </div>
  );
}

/** Why the tab can't be recorded now, or a word on the chosen source. */
function SourceNote({ popup }: { readonly popup: Popup }) {
  const access = popup.access.value;
  const source = popup.source.value;
  const { text: note, disabled } = tabNotes[access];
  const isAboutTab = disabled || access === 'denied' || source === 'tab';
  return (
    <div id="source-note" class={styles.notes}>
      {isAboutTab && (
        <p class={styles.note} data-state={access}>
          {note === undefined ? <bdi class={text.truncated}>{popup.tab.value?.title}</bdi> : t(note)}
        </p>
      )}
      {source === 'picker' && (
        <p class={styles.note}>{t(popup.sharing.sound ? 'sourcePickerHint' : 'sourceScreenHint')}</p>
      )}
      {source === 'camera' && <CameraNote popup={popup} />}
      {source === 'microphone' && <p class={styles.note}>{t('sourceMicrophoneHint')}</p>}
    </div>
  );
}

function CameraNote({ popup }: { readonly popup: Popup }) {
  const { inputs, choices } = popup;
  if (inputs.obstacles.camera.value !== undefined)
    return <DeviceNote popup={popup} device="camera" isWanted />;
  const { cameraId } = choices.options.value;
  const cameras = inputs.devices.value.camera;
  const camera = cameras.find(({ id, isDefault }) => (cameraId === '' ? isDefault : id === cameraId));
  return (
    <>
      <p class={styles.note}>
        <bdi class={text.truncated}>{camera?.name}</bdi>
      </p>
      {inputs.hasPicture.value && (
        <div class={styles.picture}>
          <CameraPicture picture={inputs.picture} />
        </div>
      )}
    </>
  );
}
