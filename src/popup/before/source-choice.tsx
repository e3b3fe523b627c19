import type { ComponentChildren } from 'preact';
import type { Source } from '../../domain/options';
import { type MessageKey, t } from '../../extension/i18n';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';
import type { TabAccess } from '../model/tab-access';
import { DeviceNote } from './device-note';

/** What is to be said of "This tab", and whether it can be chosen at all. */
const tabNotes: Record<TabAccess, { readonly text?: MessageKey; readonly disabled: boolean }> = {
  granted: { disabled: false },
  ask: { text: 'tabAsk', disabled: false },
  denied: { text: 'tabDenied', disabled: false },
  'click-again': { text: 'tabClickAgain', disabled: true },
  protected: { text: 'tabProtected', disabled: true },
  missing: { text: 'tabMissing', disabled: true },
};

/** The radio group "Source". */
export function SourceChoice({ popup }: { readonly popup: Popup }) {
  const access = popup.access.value;
  return (
    <div class="source" role="radiogroup" aria-labelledby="source-label">
      <p id="source-label" class="field-label">
        {t('sourceLabel')}
      </p>
      <div class="source-options">
        <SourceOption popup={popup} value="tab" label={t('sourceTab')} disabled={tabNotes[access].disabled}>
          <Icon name="tab" />
        </SourceOption>
        <SourceOption popup={popup} value="picker" label={t('sourcePicker')}>
          <Icon name="screen" />
        </SourceOption>
        <SourceOption popup={popup} value="camera" label={t('sourceCamera')}>
          <Icon name="camera" />
        </SourceOption>
        <SourceOption popup={popup} value="microphone" label={t('sourceMicrophone')}>
          <Icon name="microphone" />
        </SourceOption>
      </div>
      <SourceNote popup={popup} />
    </div>
  );
}

interface SourceOptionProps {
  readonly popup: Popup;
  readonly value: Source;
  readonly label: string;
  readonly disabled?: boolean;
  /** Its icon. */
  readonly children: ComponentChildren;
}

function SourceOption({ popup, value, label, disabled = false, children }: SourceOptionProps) {
  const id = `source-${value}`;
  return (
    <div class="source-option">
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
      {children}
      <label for={id}>{label}</label>
    </div>
  );
}

/** Why the tab can't be recorded now; otherwise a word on what is chosen. */
function SourceNote({ popup }: { readonly popup: Popup }) {
  const access = popup.access.value;
  const source = popup.source.value;
  const { text, disabled } = tabNotes[access];
  const isAboutTab = disabled || access === 'denied' || source === 'tab';
  return (
    <div id="source-note" class="source-notes">
      {isAboutTab && (
        <p class={`source-note source-note-${access}`}>
          {text === undefined ? <bdi class="truncated">{popup.tab.value?.title}</bdi> : t(text)}
        </p>
      )}
      {source === 'picker' && <p class="source-note">{t('sourcePickerHint')}</p>}
      {source === 'camera' && <CameraNote popup={popup} />}
      {source === 'microphone' && <p class="source-note">{t('sourceMicrophoneHint')}</p>}
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
    <p class="source-note">
      <bdi class="truncated">{camera?.name}</bdi>
    </p>
  );
}
