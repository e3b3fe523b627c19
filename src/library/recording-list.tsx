import type { Recording } from '../domain/recording';
import type { Library } from './model';
import { RecordingCard } from './recording-card';
import styles from './recording-list.module.css';
import { isLive } from './rows';

interface RecordingListProps {
  readonly library: Library;
  readonly exportAs: (recording: Recording) => void;
}

/** The recordings that were searched for, in the order that was chosen. */
export function RecordingList({ library, exportAs }: RecordingListProps) {
  const { value: recordings = [] } = library.shown;
  const { value: snapshot } = library.snapshot;
  return (
    <div class={styles.list}>
      {recordings.slice(0, library.drawn.value).map((recording) => (
        <RecordingCard
          key={recording.id}
          library={library}
          recording={recording}
          exportAs={exportAs}
          isLive={isLive(recording, snapshot)}
        />
      ))}
    </div>
  );
}
