import { formatDuration } from '../../domain/format-duration';
import { isRunning } from '../../domain/session';
import { locale, plural, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { formatSize } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';
import { DiskLine } from './disk-line';
import { RecordedSource } from './recorded-source';
import { RecordingInputs } from './recording-inputs';
import { RecordingOptions } from './recording-options';
import { SafeLine } from './safe-line';
import { Thumbnail } from './thumbnail';

/** The recording in progress. */
export function RecordingView({ popup }: { readonly popup: Popup }) {
  const { session, progress } = popup.snapshot.value;
  return (
    <div class={`running running-${session.state}`}>
      <div class="now">
        {progress !== undefined && progress.source !== 'microphone' && <Thumbnail popup={popup} />}
        <Clock popup={popup} />
      </div>
      {progress !== undefined && (
        <>
          <SafeLine progress={progress} reading={popup.reading.value} />
          {progress.disk !== undefined && <DiskLine disk={progress.disk} />}
          <RecordedSource source={progress.source} tab={progress.tab} goToIt={popup.goToTab} />
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
    <div class="clock">
      <span role="timer" aria-label={t('elapsed')} class="clock-time">
        {formatDuration(popup.reading.value.elapsedMs, locale())}
      </span>
      <p class="clock-size">
        {progress !== undefined &&
          `${formatSize(progress.bytes, locale())} · ${plural('slices', progress.sliceCount)}`}
      </p>
    </div>
  );
}

function RecordingButtons({ popup }: { readonly popup: Popup }) {
  const { session } = popup.snapshot.value;
  const { pauseResume, saveNow, toggleRecording } = popup.shortcuts.value;
  // Not disabled while a wish is on its way, which would cost the focus: the model takes one at a time.
  const canPause = isRunning(session);
  const isPaused = session.state === 'paused';
  return (
    <div class="running-buttons">
      <Button
        kind="quiet"
        icon={isPaused ? <Icon name="play" /> : <Icon name="pause" />}
        shortcut={pauseResume}
        disabled={!canPause}
        onClick={() => popup.command(isPaused ? 'resume' : 'pause')}
      >
        {t(isPaused ? 'resume' : 'pause')}
      </Button>
      <Button
        kind="quiet"
        icon={<Icon name="save" />}
        shortcut={saveNow}
        disabled={!canPause}
        onClick={() => popup.command('saveNow')}
      >
        {t('saveNow')}
      </Button>
      <Button
        kind="stop"
        icon={<span class="stop-square" aria-hidden="true" />}
        shortcut={toggleRecording}
        disabled={session.state === 'stopping'}
        data-main
        onClick={() => popup.command('stop')}
      >
        {t('stop')}
      </Button>
    </div>
  );
}
