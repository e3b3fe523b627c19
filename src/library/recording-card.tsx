import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { CopyNote } from '../folder/copy-note';
import { Player } from '../player/player';
import { CardButtons } from './card-buttons';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import styles from './recording-card.module.css';
import { RecordingFacts } from './recording-facts';
import { RecordingNotes } from './recording-notes';
import { RenameForm } from './rename-form';

interface RecordingCardProps {
  readonly library: Library;
  readonly recording: Recording;
  /** Opens the dialog that exports it. */
  readonly exportAs: (recording: Recording) => void;
  /** Whether it is being recorded now. */
  readonly isLive: boolean;
}

/** One recording. It renders again only if it changes itself. */
export function RecordingCard({ library, recording, exportAs, isLive }: RecordingCardProps) {
  const article = useRef<HTMLElement>(null);
  const { id } = recording;
  const name = nameOf(recording);
  const open = useComputed(() => (library.open.value?.id === id ? library.open.value : undefined)).value;
  const isMarked = useComputed(() => library.marked.value === id).value;
  const copy = useComputed(() => library.folder.copies.value.get(id)).value;
  const damage = useComputed(() => library.damages.value.get(id)).value;
  useEffect(() => {
    if (isMarked) article.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  return (
    <article
      ref={article}
      id={id}
      class={styles.card}
      data-state={isMarked ? 'marked' : undefined}
      aria-labelledby={`name-${id}`}
    >
      {open?.what === 'rename' ? (
        <RenameForm library={library} recording={recording} />
      ) : (
        <h2 id={`name-${id}`} class={styles.name} title={shortName(name)}>
          <bdi>{name}</bdi>
        </h2>
      )}
      <RecordingFacts recording={recording} isLive={isLive} />
      <RecordingNotes
        recording={recording}
        damage={damage}
        savePieces={() => library.downloadPieces(recording)}
      />
      {copy !== undefined && copy.state !== 'saved' && !isLive && <CopyNote copy={copy} />}
      {open?.what === 'video' && (
        <Player
          key={open.url}
          url={open.url}
          mimeType={recording.mimeType}
          name={shortName(name)}
          cut={isLive ? undefined : library.cutOf(recording)}
          timeline={library.timelineOf(recording)}
          saveFrame={(picture, atMs) => library.saveFrame(recording, picture, atMs)}
        />
      )}
      <CardButtons
        library={library}
        recording={recording}
        damage={damage}
        exportAs={isLive ? undefined : exportAs}
        isPlaying={open?.what === 'video'}
      />
    </article>
  );
}
