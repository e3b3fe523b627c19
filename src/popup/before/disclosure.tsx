import type { ComponentChildren } from 'preact';
import { t } from '../../extension/i18n';
import { Icon } from '../../ui/icon';

/** "More", which hides what is seldom needed. */
export function Disclosure({ children }: { readonly children: ComponentChildren }) {
  return (
    <details class="more">
      <summary>
        <Icon name="chevron" />
        {t('more')}
      </summary>
      <div class="more-content">{children}</div>
    </details>
  );
}

interface GroupProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Fields that belong together, under a name. */
export function Group({ label, children }: GroupProps) {
  return (
    <fieldset class="group">
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}
