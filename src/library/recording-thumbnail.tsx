import { useEffect, useState } from 'preact/hooks';
import type { MediaSource } from '../domain/media';
import type { Recording } from '../domain/recording';
import { Icon, type IconName } from '../ui/icon';
import type { Library } from './model';
import styles from './recording-thumbnail.module.css';

interface RecordingThumbnailProps {
  readonly library: Library;
  readonly recording: Recording;
}

const sourceIcons: Record<MediaSource, IconName> = {
  tab: 'tab',
  picker: 'screen',
  camera: 'camera',
  microphone: 'microphone',
  file: 'openFile',
};

/** A frame of a recording, or an icon of its source. It is decoration: the name says more to a screen reader. */
export function RecordingThumbnail({ library, recording }: RecordingThumbnailProps) {
  const [url, setUrl] = useState<string>();
  // The picture is taken after the row was written.
  useEffect(() => library.thumbnails.watch(recording, setUrl), [library, recording.id, recording.state]);
  return (
    <div class={styles.thumbnail}>
      {url === undefined ? (
        <Icon name={recording.source === undefined ? 'screen' : sourceIcons[recording.source]} />
      ) : (
        // The row is dragged, not its picture, which the page would also take for a file from outside.
        <img src={url} alt="" decoding="async" draggable={false} onError={() => setUrl(undefined)} />
      )}
    </div>
  );
}
