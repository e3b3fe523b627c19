import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { decodeFrames } from '../files/frames-reader';
import { CopyNote } from '../folder/copy-note';
import { Player } from '../player/player';
import { CardButtons } from './card-buttons';
import { CopyProgress } from './copy-progress';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import { isOpenAt } from './opened';
import styles from './recording-card.module.css';
import { RecordingDetails } from './recording-details';
import { RecordingFacts } from './recording-facts';
import { RecordingNotes } from './recording-notes';
import { RecordingThumbnail } from './recording-thumbnail';
import { RenameForm } from './rename-form';
import { SelectBox } from './select-box';
import { ShareNote } from './share-note';

interface RecordingCardProps {
  readonly library: Library;
  readonly recording: Recording;
  /** Opens the dialog that exports it. */
  readonly exportAs: (recording: Recording) => void;
  /** Whether it is being recorded now. */
  readonly isLive: boolean;
  /** Its place among all that were found, from 1 on: only some of them are drawn. */
  readonly position: number;
  readonly count: number;
}

/** One recording. It renders again only if it changes itself. */
export function RecordingCard({ library, recording, exportAs, isLive, position, count }: RecordingCardProps) {
  const { id } = recording;
  const name = nameOf(recording);
  const card = useRef<HTMLElement>(null);
  const open = useComputed(() => {
    const { value: shown } = library.open;
    return isOpenAt(shown, id) ? shown : undefined;
  }).value;
  const isMarked = useComputed(() => library.marked.value === id).value;
  const copy = useComputed(() => library.folder.copies.value.get(id)).value;
  const damage = useComputed(() => library.damages.value.get(id)).value;
  return (
    <article
      ref={card}
      id={id}
      class={styles.card}
      tabIndex={-1}
      data-state={isMarked ? 'marked' : undefined}
      aria-labelledby={`name-${id}`}
      aria-posinset={position}
      aria-setsize={count}
    >
      <div class={styles.row}>
        <div class={styles.picture}>
          <RecordingThumbnail library={library} recording={recording} />
          <SelectBox library={library} id={id} />
        </div>
        <div class={styles.text}>
          {open?.what === 'rename' ? (
            <RenameForm library={library} recording={recording} />
          ) : (
            <h2 id={`name-${id}`} class={styles.name} title={shortName(name)}>
              <bdi>{name}</bdi>
            </h2>
          )}
          <RecordingFacts recording={recording} isLive={isLive} />
          <RecordingDetails recording={recording} />
        </div>
      </div>
      <RecordingNotes
        recording={recording}
        damage={damage}
        savePieces={() => library.downloadPieces(recording)}
      />
      {copy !== undefined && copy.state !== 'saved' && !isLive && <CopyNote copy={copy} />}
      {open?.what === 'video' && (
        <Player
          key={open.file.url}
          file={open.file}
          {...(open.ownFile === undefined ? {} : { ownFile: open.ownFile })}
          decodeFrames={decodeFrames}
          mimeType={recording.mimeType}
          size={recording}
          name={shortName(name)}
          cut={isLive ? undefined : library.cutOf(recording)}
          captions={library.captionsOf(recording)}
          timeline={library.timelineOf(recording, open.timeline)}
          saveFrame={(picture, atMs) => library.saveFrame(recording, picture, atMs)}
        />
      )}
      <CopyProgress library={library} id={id} card={card} />
      <ShareNote library={library} id={id} />
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
