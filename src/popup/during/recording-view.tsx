import { formatDuration } from '../../domain/format-duration';
import { hasPicture } from '../../domain/options';
import { isRunning } from '../../domain/session';
import { locale, plural, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { formatSize } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';
import { ActionBar } from '../parts/action-bar';
import { DiskStatus } from './disk-status';
import { RecordedSource, Thumbnail } from './recorded-source';
import { RecordingInputs } from './recording-inputs';
import { RecordingOptions } from './recording-options';
import styles from './recording-view.module.css';

/** The recording in progress. */
export function RecordingView({ popup }: { readonly popup: Popup }) {
  const { session, progress, tab } = popup.snapshot.value;
  return (
    <div class={styles.view} data-state={session.state}>
      <div class={styles.now}>
        {progress !== undefined && hasPicture(progress.source) && <Thumbnail popup={popup} />}
        <Clock popup={popup} />
      </div>
      {progress !== undefined && (
        <>
          <DiskStatus
            progress={progress}
            tab={tab}
            reading={popup.reading.value}
            ordered={popup.ordered.value}
          />
          <RecordedSource source={progress.source} tab={tab} goToTab={popup.goToTab} />
          <RecordingInputs popup={popup} progress={progress} />
          <RecordingOptions popup={popup} progress={progress} />
        </>
      )}
      <RecordingButtons popup={popup} />
    </div>
  );
}

function Clock({ popup }: { readonly popup: Popup }) {
  const { progress } = popup.snapshot.value;
  return (
    <div class={styles.clock}>
      <span role="timer" aria-label={t('elapsed')} class={styles.time}>
        {formatDuration(popup.reading.value.elapsedMs, locale())}
      </span>
      <p class={styles.size}>
        {progress !== undefined &&
          `${formatSize(progress.bytes, locale())} · ${plural('slices', progress.sliceCount)}`}
      </p>
    </div>
  );
}

function RecordingButtons({ popup }: { readonly popup: Popup }) {
  const { session } = popup.snapshot.value;
  const { pauseResume, saveNow, toggleRecording } = popup.shortcuts.value;
  // Not disabled while a command is being carried out, which would lose the focus: the model carries them out in turn.
  const canPause = isRunning(session);
  const isPaused = session.state === 'paused';
  return (
    <ActionBar>
      <div class={styles.buttons}>
        <Button
          kind="quiet"
          icon={<Icon name={isPaused ? 'play' : 'pause'} />}
          shortcut={pauseResume}
          disabled={!canPause}
          onClick={() => popup.command(isPaused ? 'resume' : 'pause')}
        >
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
        <Button
          kind="quiet"
          icon={<Icon name="safe" />}
          shortcut={saveNow}
          disabled={!canPause}
          onClick={() => popup.command('saveNow')}
        >
          {t('saveNow')}
        </Button>
        <Button
          kind="stop"
          icon={<span class={styles.square} aria-hidden="true" />}
          shortcut={toggleRecording}
          disabled={session.state === 'stopping'}
          data-main
          onClick={() => popup.command('stop')}
        >
          {t('stop')}
        </Button>
      </div>
    </ActionBar>
  );
}
