import type { ComponentChildren } from 'preact';
import { t } from '../../extension/i18n';
import { Icon } from '../../ui/icon';
import styles from './disclosure.module.css';

/** "More", with the options few users change. */
export function Disclosure({ children }: { readonly children: ComponentChildren }) {
  return (
    <details class={styles.more}>
      <summary>
        <Icon name="chevron" />
        {t('more')}
      </summary>
      <div class={styles.content}>{children}</div>
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
