import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { silenceLimitMs } from '../../devices/silence';
import { isShared } from '../../domain/options';
import type { MicrophoneProgress, Progress } from '../../domain/snapshot';
import { locale, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { formatInterval } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { SwitchField } from '../../ui/switch-field';
import { Warning } from '../../ui/warning';
import type { Popup } from '../model/model';
import { InputItem, InputList } from '../parts/input-list';
import { Corners } from '../parts/inset-fields';
import styles from './recording-inputs.module.css';

interface RecordingInputsProps {
  readonly popup: Popup;
  readonly progress: Progress;
}

/** The inputs beside the video, each with its level and what is wrong with it. */
export function RecordingInputs({ popup, progress }: RecordingInputsProps) {
  const { microphone, inset } = progress;
  const { inset: askedInset } = popup.pendingChange.value;
  return (
    <InputList>
      {microphone !== undefined && <MicrophoneInput popup={popup} microphone={microphone} />}
      {isShared(progress.source) && popup.sharing.sound && <SourceInput popup={popup} progress={progress} />}
      {inset !== undefined && (
        <InputItem>
          <SwitchField
            id="inset"
            label={t('cameraInset')}
            kind="row"
            icon={<Icon name="camera" />}
            checked={askedInset ?? inset.shown}
            onChange={(on) => void popup.adjust({ inset: on })}
          >
            {inset.shown && inset.state === 'live' && <Corners popup={popup} />}
          </SwitchField>
          {inset.state === 'gone' && <Warning role="alert">{t('cameraGone')}</Warning>}
        </InputItem>
      )}
      {progress.pictureGone && (
        <InputItem>
          <Warning role="alert">{t('recordedCameraGone')}</Warning>
        </InputItem>
      )}
    </InputList>
  );
}

interface MicrophoneInputProps {
  readonly popup: Popup;
  readonly microphone: MicrophoneProgress;
}

function MicrophoneInput({ popup, microphone: { label, muted, state } }: MicrophoneInputProps) {
  const level = useMemo(() => computed(() => popup.levels.value.microphone), [popup]);
  return (
    <InputItem>
      <div class={styles.input} data-state={muted ? 'muted' : 'open'}>
        <Icon name={muted ? 'muted' : 'microphone'} />
        <span class={styles.name} title={label}>
          {t('microphone')}
        </span>
        <Meter label={t('microphoneLevel')} level={level} />
        {/* There is no room for the shortcut beside it. */}
        <Button
          kind="quiet"
          title={popup.shortcuts.value.muteMicrophone}
          aria-label={t(muted ? 'unmuteMicrophone' : 'muteMicrophone')}
          onClick={() => void popup.adjust({ muted: !muted })}
        >
          {t(muted ? 'unmute' : 'mute')}
        </Button>
      </div>
      {state === 'silent' && !muted && (
        <Warning role="alert">{t('microphoneSilent', formatInterval(silenceLimitMs, locale(), t))}</Warning>
      )}
      {state === 'gone' && <Warning role="alert">{t('microphoneGone')}</Warning>}
    </InputItem>
  );
}

function SourceInput({ popup, progress }: RecordingInputsProps) {
  const level = useMemo(() => computed(() => popup.levels.value.source), [popup]);
  const isTab = progress.source === 'tab';
  const { tab } = popup.snapshot.value;
  return (
    <InputItem>
      <div class={styles.input}>
        <Icon name="speaker" />
        <span class={styles.name}>{t(isTab ? 'tabSound' : 'sourceSound')}</span>
        {progress.sourceSound ? (
          <Meter label={t(isTab ? 'tabSoundLevel' : 'sourceSoundLevel')} level={level} />
        ) : (
          <span class={styles.none}>{t('noSourceSound')}</span>
        )}
      </div>
      {tab?.muted && progress.sourceSound && <p class={styles.note}>{t('tabMuted')}</p>}
      {progress.sourceSoundGone && <Warning role="alert">{t('sourceSoundGone')}</Warning>}
    </InputItem>
  );
}
