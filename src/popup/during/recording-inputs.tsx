import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { MicrophoneProgress, Progress } from '../../domain/snapshot';
import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { SwitchField } from '../../ui/switch-field';
import { Corners } from '../before/inset-fields';
import { hasInset, type Popup } from '../model/model';
import { InputWarning } from './input-warning';

interface RecordingInputsProps {
  readonly popup: Popup;
  readonly progress: Progress;
}

/** What is heard and seen beside the picture: each input with its level, and what is wrong with it. */
export function RecordingInputs({ popup, progress }: RecordingInputsProps) {
  const { microphone, inset } = progress;
  return (
    <div class="inputs">
      {microphone !== undefined && <MicrophoneInput popup={popup} microphone={microphone} />}
      {hasInset(progress.source) && <SourceInput popup={popup} progress={progress} />}
      {inset !== undefined && (
        <div class="device">
          <SwitchField
            id="inset"
            label={t('cameraInset')}
            icon={<Icon name="camera" />}
            checked={inset.shown}
            onChange={(on) => void popup.adjust({ inset: on })}
          >
            {inset.shown && inset.state === 'live' && <Corners popup={popup} />}
          </SwitchField>
          {inset.state === 'gone' && <InputWarning text={t('cameraGone')} />}
        </div>
      )}
    </div>
  );
}

interface MicrophoneInputProps {
  readonly popup: Popup;
  readonly microphone: MicrophoneProgress;
}

function MicrophoneInput({ popup, microphone: { label, muted, state } }: MicrophoneInputProps) {
  const level = useMemo(() => computed(() => popup.levels.value.microphone), [popup]);
  return (
    <div class="device">
      <div class={muted ? 'input-row input-muted' : 'input-row'}>
        {muted ? <Icon name="muted" /> : <Icon name="microphone" />}
        <span class="input-name" title={label}>
          {t('microphone')}
        </span>
        <Meter label={t('microphoneLevel')} level={level} />
        {/* Its key has no room beside it. */}
        <Button
          kind="quiet"
          title={popup.shortcuts.value.muteMicrophone}
          aria-label={t(muted ? 'unmuteMicrophone' : 'muteMicrophone')}
          onClick={() => void popup.adjust({ muted: !muted })}
        >
          {t(muted ? 'unmute' : 'mute')}
        </Button>
      </div>
      {state === 'silent' && !muted && <InputWarning text={t('microphoneSilent')} />}
      {state === 'gone' && <InputWarning text={t('microphoneGone')} />}
    </div>
  );
}

function SourceInput({ popup, progress }: RecordingInputsProps) {
  const level = useMemo(() => computed(() => popup.levels.value.source), [popup]);
  return (
    <div class="device">
      <div class="input-row">
        <Icon name="speaker" />
        <span class="input-name">{t(progress.source === 'tab' ? 'tabSound' : 'sourceSound')}</span>
        {progress.sourceSound ? (
          <Meter label={t('sourceLevel')} level={level} />
        ) : (
          <span class="input-none">{t('noSourceSound')}</span>
        )}
      </div>
    </div>
  );
}
