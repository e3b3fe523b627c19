import { useComputed } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording } from '../domain/recording';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import styles from './card-buttons.module.css';
import type { Library } from './model';
import { canPlay } from './recording-notes';

interface CardButtonsProps {
  readonly library: Library;
  readonly recording: Recording;
  readonly damage: Damage | undefined;
  /** Absent while it is being recorded. */
  readonly exportAs: ((recording: Recording) => void) | undefined;
  readonly isPlaying: boolean;
}

/** What can be done with a recording. */
export function CardButtons({ library, recording, damage, exportAs, isPlaying }: CardButtonsProps) {
  /** Which recording a button is about. */
  const about = { 'aria-describedby': `name-${recording.id}` };
  const isReady = useComputed(() => library.readyToShare.value === recording.id).value;
  const isEmpty = recording.bytes === 0 || damage?.what === 'no-media';
  return (
    <div class={styles.buttons}>
      {isPlaying ? (
        <Button kind="quiet" icon={<Icon name="close" />} onClick={library.close} {...about}>
          {t('closePlayer')}
        </Button>
      ) : (
        <Button
          kind="quiet"
          icon={<Icon name="play" />}
          disabled={isEmpty || !canPlay(damage)}
          onClick={() => library.play(recording)}
          {...about}
        >
          {t('play')}
        </Button>
      )}
      <Button
        kind="quiet"
        icon={<Icon name="download" />}
        disabled={isEmpty}
        onClick={() => library.download(recording)}
        {...about}
      >
        {t('download')}
      </Button>
      {library.canShare(recording) && (
        <Button
          kind="plain"
          icon={<Icon name="share" />}
          disabled={isEmpty}
          onClick={() => library.share(recording)}
          {...about}
        >
          {t(isReady ? 'shareNow' : 'share')}
        </Button>
      )}
      {exportAs !== undefined && (
        <Button
          kind="plain"
          icon={<Icon name="export" />}
          disabled={isEmpty || !canPlay(damage)}
          onClick={() => exportAs(recording)}
          {...about}
        >
          {t('exportAs')}
        </Button>
      )}
      <Button
        kind="plain"
        icon={<Icon name="rename" />}
        onClick={() => library.askName(recording.id)}
        {...about}
      >
        {t('rename')}
      </Button>
      <Button
        kind="plain"
        icon={<Icon name="delete" />}
        onClick={() => library.askDelete([recording.id])}
        {...about}
      >
        {t('delete')}
      </Button>
    </div>
  );
}
