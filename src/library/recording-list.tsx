import { isLive } from './live-recording';
import type { Library } from './model';
import { RecordingCard } from './recording-card';

/** The recordings, the newest first. */
export function RecordingList({ library }: { readonly library: Library }) {
  const { value: recordings = [] } = library.recordings;
  const { value: snapshot } = library.snapshot;
  return (
    <div class="recordings">
      {recordings.slice(0, library.drawn.value).map((recording) => (
        <RecordingCard
          key={recording.id}
          library={library}
          recording={recording}
          isLive={isLive(recording, snapshot)}
        />
      ))}
    </div>
  );
}
