import { formatDuration } from '../domain/format-duration';
import { locale, type MessageKey, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { RecorderWindow, WindowView } from './model';
import styles from './view.module.css';

/** What the recorder does, in a word. */
const titles: Record<WindowView, MessageKey> = {
  idle: 'stateIdle',
  choice: 'windowChooseTitle',
  starting: 'stateStarting',
  recording: 'stateRecording',
  stopping: 'stateStopping',
  file: 'windowFile',
  rescue: 'windowRescueTitle',
};

/** The recorder's window. */
export function RecorderWindowView({ model }: { readonly model: RecorderWindow }) {
  const view = model.view.value;
  const isPaused = model.snapshot.value.session.state === 'paused';
  return (
    <main class={styles.main}>
      <h1 class={styles.title} data-state={isPaused ? 'paused' : view} aria-live="polite">
        {t(isPaused ? 'statePaused' : titles[view])}
      </h1>
      {view === 'choice' && <Choice model={model} />}
      {view === 'recording' && <Recording model={model} isPaused={isPaused} />}
      {view === 'rescue' && <p>{t('windowRescue')}</p>}
    </main>
  );
}

function Choice({ model }: { readonly model: RecorderWindow }) {
  return (
    <>
      <p>{t('windowChooseHint')}</p>
      <div class={styles.buttons}>
        <Button kind="record" id="choose" autofocus onClick={model.choose}>
          {t('windowChoose')}
        </Button>
        <Button kind="quiet" id="cancel" onClick={model.stop}>
          {t('cancel')}
        </Button>
      </div>
    </>
  );
}

function Recording({ model, isPaused }: { readonly model: RecorderWindow; readonly isPaused: boolean }) {
  const { microphone } = model.snapshot.value.progress ?? {};
  return (
    <>
      <span role="timer" aria-label={t('elapsed')} class={styles.time}>
        {formatDuration(model.elapsedMs.value, locale())}
      </span>
      <p>{t('windowKeepOpen')}</p>
      <div class={styles.buttons}>
        <Button kind="quiet" icon={<Icon name={isPaused ? 'play' : 'pause'} />} onClick={model.pauseOrResume}>
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
        {microphone !== undefined && (
          <Button
            kind="quiet"
            icon={<Icon name={microphone.muted ? 'muted' : 'microphone'} />}
            onClick={model.muteOrUnmute}
          >
            {t(microphone.muted ? 'unmuteMicrophone' : 'muteMicrophone')}
          </Button>
        )}
        <Button kind="stop" id="stop" onClick={model.stop}>
          {t('stop')}
        </Button>
      </div>
    </>
  );
}
