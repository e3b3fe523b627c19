import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../../domain/format-duration';
import type { SavedRecording } from '../../domain/notices';
import { locale, plural, t } from '../../extension/i18n';
import { CopyNote } from '../../folder/copy-note';
import { Alert } from '../../ui/alert';
import { Button } from '../../ui/button';
import { DismissButton } from '../../ui/dismiss-button';
import { Icon } from '../../ui/icon';
import text from '../../ui/text.module.css';
import type { Popup } from '../model/model';
import styles from './saved-card.module.css';

interface PopupProps {
  readonly popup: Popup;
}

/** An interrupted recording was recovered. The notice stays until the user plays, finds or keeps the recording. */
export function RecoveredNotice({ popup }: PopupProps) {
  const [newest, ...others] = popup.recovered.value;
  if (newest === undefined) return null;
  return (
    <Alert tone="warning" title={t('recoveredTitle', formatDuration(newest.durationMs, locale()))}>
      <SavedCard popup={popup} recording={newest}>
        <Button kind="plain" onClick={() => void popup.keepRecovered()}>
          {t('recoveredKeep')}
        </Button>
      </SavedCard>
      {others.length > 0 && <p>{plural('recoveredMore', others.length)}</p>}
    </Alert>
  );
}

/** The recording that has ended last, until the user dismisses it or starts another. */
export function SavedNotice({ popup }: PopupProps) {
  const recording = popup.saved.value;
  if (recording === undefined) return null;
  return (
    <div class={styles.box}>
      <SavedCard popup={popup} recording={recording} />
      <DismissButton onClick={() => void popup.dismissSaved()} />
    </div>
  );
}

interface SavedCardProps extends PopupProps {
  readonly recording: SavedRecording;
  /** More buttons. */
  readonly children?: ComponentChildren;
}

function SavedCard({ popup, recording, children }: SavedCardProps) {
  const { recordingId, name, durationMs } = recording;
  const [isBusy, setBusy] = useState(false);
  const copy = popup.folder.copies.value.get(recordingId);
  const download = async () => {
    if (isBusy) return;
    setBusy(true);
    await popup.download(recordingId);
    setBusy(false);
  };
  return (
    <fieldset class={styles.card} aria-label={t('savedRecording')}>
      <Picture popup={popup} recording={recording} />
      <div class={styles.facts}>
        <bdi class={text.truncated} title={name}>
          {name}
        </bdi>
        <div class={styles.where}>
          <span>{formatDuration(durationMs, locale())}</span>
          <Button kind="plain" onClick={() => void popup.find(recordingId)}>
            {t('showInLibrary')}
          </Button>
        </div>
      </div>
      {copy !== undefined && (
        <div class={styles.copy}>
          <CopyNote copy={copy} />
        </div>
      )}
      <div class={styles.buttons}>
        <Button kind="quiet" icon={<Icon name="play" />} onClick={() => void popup.play(recordingId)}>
          {t('play')}
        </Button>
        <Button
          kind="quiet"
          icon={<Icon name="download" />}
          aria-disabled={isBusy}
          onClick={() => void download()}
        >
          {t('download')}
        </Button>
        {children}
      </div>
    </fieldset>
  );
}

/** A frame of the recording; an icon until it is read, and if there is none. */
function Picture({ popup, recording }: PopupProps & { readonly recording: SavedRecording }) {
  const { recordingId, hasPicture } = recording;
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    let made: string | undefined;
    let isGone = false;
    void popup.readThumbnail(recordingId).then(
      (picture) => {
        if (picture === undefined || isGone) return;
        made = URL.createObjectURL(picture);
        setUrl(made);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      if (made !== undefined) URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [popup, recordingId]);
  return (
    <div class={styles.picture}>
      {url === undefined ? (
        <Icon name={hasPicture ? 'camera' : 'microphone'} />
      ) : (
        <img src={url} alt={t('savedPicture')} />
      )}
    </div>
  );
}
