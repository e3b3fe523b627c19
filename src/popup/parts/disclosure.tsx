import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../../extension/i18n';
import { Icon } from '../../ui/icon';
import styles from './disclosure.module.css';

/** "More", with the options few users change. */
export function Disclosure({ children }: { readonly children: ComponentChildren }) {
  const content = useRef<HTMLDivElement>(null);
  /** Opened at the end of what is in view, it would seem empty. A field in it that has the focus is in view already. */
  const showFirst = () => {
    if (!content.current?.contains(document.activeElement))
      content.current?.firstElementChild?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <details class={styles.more} onToggle={({ currentTarget }) => currentTarget.open && showFirst()}>
      <summary>
        <Icon name="chevron" />
        {t('more')}
      </summary>
      <div ref={content} class={styles.content}>
        {children}
      </div>
    </details>
  );
}

interface GroupProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A named group of fields, with their labels beside them. */
export function Group({ label, children }: GroupProps) {
  return (
    <fieldset class={styles.group}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}
