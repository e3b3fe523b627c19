import { useEffect, useRef } from 'preact/hooks';
import type { FileFault } from '../container/file-fault';
import { formatDuration } from '../domain/format-duration';
import { locale, t } from '../extension/i18n';
import { decodeFrames } from '../files/frames-reader';
import { Player } from '../player/player';
import { Button } from '../ui/button';
import { FailureAlert } from '../ui/failure-alert';
import { useCaughtFocus } from '../ui/focus';
import { formatSize } from '../ui/formats';
import { Icon } from '../ui/icon';
import { shortName } from './name-of';
import styles from './opened-file-card.module.css';
import type { FileState, ForeignFile, OpenedFiles } from './opened-files';

interface OpenedFileCardProps {
  readonly files: OpenedFiles;
  readonly file: ForeignFile;
}

/** A file from outside: what was wrong with it, a player, and what can be done with it. */
export function OpenedFileCard({ files, file }: OpenedFileCardProps) {
  const card = useRef<HTMLElement>(null);
  const { value: state } = file.state;
  const title = `opened-${file.key}`;
  useCaughtFocus(card);
  useEffect(() => card.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <section ref={card} class={styles.card} tabIndex={-1} aria-labelledby={`kind-${file.key} ${title}`}>
      <p id={`kind-${file.key}`} class={styles.kind}>
        {t('openedFile')}
      </p>
      <h2 id={title} class={styles.name} title={shortName(file.fileName)}>
        <bdi>{file.fileName}</bdi>
      </h2>
      {state.what === 'waiting' && <p role="status">{t('openedWaiting')}</p>}
      {state.what === 'reading' && (
        <div class={styles.progress}>
          <p>{t('openedReading')}</p>
          <progress aria-label={t('openedReading')} {...progressOf(state.done, file.bytes)} />
        </div>
      )}
      {state.what === 'refused' && <FailureAlert failure={state.failure} />}
      {state.what === 'open' && <OpenedMedia files={files} file={file} state={state} />}
      <div class={styles.buttons}>
        {state.what === 'open' && <Actions files={files} file={file} state={state} />}
        <Button
          kind="plain"
          icon={<Icon name="close" />}
          onClick={() => files.close(file)}
          aria-describedby={title}
        >
          {t(state.what === 'waiting' || state.what === 'reading' ? 'cancel' : 'openedClose')}
        </Button>
      </div>
    </section>
  );
}

interface OpenProps extends OpenedFileCardProps {
  readonly state: FileState & { readonly what: 'open' };
}

function OpenedMedia({ files, file, state: { opened, url, copy, unreadable } }: OpenProps) {
  const { faults, media, mimeType, durationMs, file: whole } = opened;
  const isRepaired = faults.length > 0;
  const failed = unreadable ?? (copy.what === 'failed' ? copy.failure : undefined);
  return (
    <>
      <p class={styles.facts}>
        {formatDuration(durationMs, locale())} · {formatSize((isRepaired ? whole : media).size, locale())}
      </p>
      <div role="status" class={styles.faults}>
        {faults.map((fault) => (
          <p key={fault.what}>{textOf(fault, durationMs)}</p>
        ))}
        <p class={styles.outcome}>
          <Icon name="safe" />
          <span>{t(isRepaired ? 'openedRepaired' : 'openedWhole')}</span>
        </p>
        {copy.what === 'adding' && (
          // As high as the line that replaces it: nothing moves once it is added.
          <p class={styles.adding}>
            <Icon name="library" />
            <span>{t('openedAdding')}</span>
            <progress aria-label={t('openedAdding')} {...progressOf(copy.done, media.size)} />
          </p>
        )}
        {copy.what === 'added' && (
          <p class={styles.outcome}>
            <Icon name="library" />
            <span>{t('openedAdded')}</span>
          </p>
        )}
      </div>
      {files.played.value === file && (
        <Player
          file={{ url, media: whole }}
          decodeFrames={decodeFrames}
          mimeType={mimeType}
          size={opened}
          name={shortName(file.fileName)}
          cut={undefined}
          captions={undefined}
          timeline={files.timelineOf(opened)}
          saveFrame={(picture, atMs) => files.saveFrame(file, picture, atMs)}
          onHeldUp={() => void files.onHeldUp(file)}
        />
      )}
      {failed !== undefined && <FailureAlert failure={failed} />}
    </>
  );
}

function Actions({ files, file, state: { opened, copy } }: OpenProps) {
  const about = { 'aria-describedby': `opened-${file.key}` };
  return (
    <>
      {files.played.value === file ? (
        <Button kind="quiet" icon={<Icon name="close" />} onClick={files.stopPlaying} {...about}>
          {t('closePlayer')}
        </Button>
      ) : (
        <Button kind="quiet" icon={<Icon name="play" />} onClick={() => files.play(file)} {...about}>
          {t('play')}
        </Button>
      )}
      {opened.faults.length > 0 && (
        <Button
          kind="primary"
          icon={<Icon name="download" />}
          onClick={() => void files.save(file)}
          {...about}
        >
          {t('openedSave')}
        </Button>
      )}
      {copy.what === 'adding' ? (
        <Button kind="quiet" onClick={() => files.cancel(file)} {...about}>
          {t('cancel')}
        </Button>
      ) : (
        copy.what !== 'added' && (
          <Button kind="quiet" icon={<Icon name="library" />} onClick={() => void files.add(file)} {...about}>
            {t('openedAdd')}
          </Button>
        )
      )}
    </>
  );
}

/** The attributes of a progress bar. @param done @param whole in bytes */
function progressOf(done: number, whole: number) {
  return { max: Math.max(1, whole), value: Math.min(done, whole) };
}

function textOf(fault: FileFault, durationMs: number): string {
  switch (fault.what) {
    case 'no-duration':
      return t('openedNoDuration');
    case 'wrong-duration':
      return t(
        'openedWrongDuration',
        formatDuration(fault.statedMs, locale()),
        formatDuration(durationMs, locale()),
      );
    case 'no-index':
      return t('openedNoIndex');
    case 'fragmented':
      return t('openedFragmented');
    case 'cut-off':
      return t('openedCutOff');
    case 'damaged':
      return t('openedDamaged', formatSize(fault.lostBytes, locale()));
  }
}
