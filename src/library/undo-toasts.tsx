import { useEffect, useRef } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { focusHeading } from '../ui/focus';
import { Icon } from '../ui/icon';
import { isolate } from '../ui/isolate';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';
import styles from './undo-toasts.module.css';

/** What was deleted last, with an Undo button, until the user changes something else. */
export function UndoToasts({ library }: { readonly library: Library }) {
  const { value: removed } = library.removed;
  const [first] = removed;
  const isRaised = library.selected.value.length > 0 || library.saving.value !== undefined;
  return (
    <div class={styles.toasts} role="status" data-raised={isRaised}>
      {first !== undefined && (
        <UndoToast key={first.id} library={library} first={first} count={removed.length} />
      )}
    </div>
  );
}

interface UndoToastProps {
  readonly library: Library;
  /** The first of those that were deleted together. */
  readonly first: Recording;
  readonly count: number;
}

function UndoToast({ library, first, count }: UndoToastProps) {
  const toast = useRef<HTMLDivElement>(null);
  /** The focus follows the recording back to its place. */
  const restore = async () => {
    await library.undo();
    library.goTo(first.id);
  };
  useEffect(() => {
    const { current } = toast;
    // The delete button is gone with its card.
    current?.querySelector('button')?.focus();
    return () => {
      if (current?.contains(document.activeElement)) focusHeading();
    };
  }, []);
  return (
    <div ref={toast} class={styles.toast}>
      <span class={styles.text}>
        {count === 1 ? t('deleted', isolate(shortName(nameOf(first)))) : plural('deletedMany', count)}
      </span>
      <Button kind="quiet" onClick={() => void restore()}>
        {t('undo')}
      </Button>
      <button
        type="button"
        class={styles.dismiss}
        aria-label={t('dismiss')}
        onClick={() => void library.forgetRemoved()}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
