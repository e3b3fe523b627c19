import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import type { Recording, RecordingId } from '../domain/recording';
import { t } from '../extension/i18n';
import type { Library } from './model';
import { isOpenAt } from './opened';
import { RecordingCard } from './recording-card';
import styles from './recording-list.module.css';
import { useKeptFocus } from './return-focus';
import { isLive } from './rows';
import { VirtualRow } from './virtual-row';
import { useStable, useVirtualRows } from './virtual-rows';

interface RecordingListProps {
  readonly library: Library;
  readonly exportAs: (recording: Recording) => void;
}

/** The recordings that were searched for and filtered, in the order that was chosen; only those in sight are drawn. */
export function RecordingList({ library, exportAs }: RecordingListProps) {
  const { value: recordings = [] } = library.shown;
  const { value: snapshot } = library.snapshot;
  const { value: open } = library.open;
  const { value: wanted } = library.wanted;
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef<RecordingId | undefined>(undefined);
  const ids = useStable(recordings.map(({ id }) => id));
  const isPinned = useCallback((id: RecordingId) => id === focused.current || isOpenAt(open, id), [open]);
  const { drawn, height, measure, scrollTo } = useVirtualRows(ids, isPinned, list);
  useKeptFocus(list);

  useLayoutEffect(() => {
    if (list.current !== null) list.current.style.height = `${height}px`;
  }, [height]);
  useLayoutEffect(() => {
    const index = wanted === undefined ? -1 : ids.indexOf(wanted.id);
    if (index >= 0) scrollTo(index);
  }, [wanted, ids, scrollTo]);
  useLayoutEffect(() => {
    const element = wanted && document.getElementById(wanted.id);
    if (wanted === undefined || element == null) return;
    if (wanted.focus) element.querySelector('button')?.focus({ preventScroll: true });
    library.arrive();
  });

  if (recordings.length === 0) return null;
  return (
    <div
      ref={list}
      class={styles.list}
      role="feed"
      aria-label={t('libraryHeading')}
      onFocusIn={({ target }) => {
        focused.current = target instanceof Element ? target.closest('article')?.id : undefined;
      }}
      onFocusOut={() => {
        // The window itself may have lost the focus.
        if (document.hasFocus()) focused.current = undefined;
      }}
    >
      {drawn.map(({ index, top }) => {
        const recording = recordings[index];
        if (recording === undefined) return null;
        return (
          <VirtualRow key={recording.id} index={index} top={top} measure={measure}>
            <RecordingCard
              library={library}
              recording={recording}
              exportAs={exportAs}
              isLive={isLive(recording, snapshot)}
              position={index + 1}
              count={recordings.length}
            />
          </VirtualRow>
        );
      })}
    </div>
  );
}
