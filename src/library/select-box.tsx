import { useComputed } from '@preact/signals';
import type { RecordingId } from '../domain/recording';
import { t } from '../extension/i18n';
import type { Library } from './model';
import styles from './select-box.module.css';

interface SelectBoxProps {
  readonly library: Library;
  readonly id: RecordingId;
}

/** Ticks a recording; with Shift, all from the one that was ticked before. */
export function SelectBox({ library, id }: SelectBoxProps) {
  const isTicked = useComputed(() => library.ticked.value.has(id)).value;
  return (
    <label class={styles.box} data-ticked={isTicked}>
      <input
        type="checkbox"
        aria-label={t('select')}
        aria-describedby={`name-${id}`}
        checked={isTicked}
        onClick={({ currentTarget, shiftKey }) => library.select(id, currentTarget.checked, shiftKey)}
      />
    </label>
  );
}
