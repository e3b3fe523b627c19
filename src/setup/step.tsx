import type { ComponentChildren } from 'preact';
import type { DeviceState } from '../domain/device-state';
import { type MessageKey, t } from '../extension/i18n';
import styles from './step.module.css';
import { useKeptFocus } from './use-kept-focus';

interface StepProps {
  readonly id: string;
  readonly icon: ComponentChildren;
  readonly title: string;
  readonly what: string;
  readonly state: DeviceState | undefined;
  /** Changes whenever buttons come or go within the same state. */
  readonly detail?: string;
  readonly children?: ComponentChildren;
}

const stateTexts: Record<DeviceState, MessageKey> = {
  allowed: 'stateAllowed',
  'not-asked': 'stateNotAsked',
  'blocked-by-you': 'stateBlockedByYou',
  'blocked-by-system': 'stateBlockedBySystem',
  'no-device': 'stateNoDevice',
};

/** One thing to allow: what it is for, its state, and what to do in that state. */
export function Step({ id, icon, title, what, state, detail, children }: StepProps) {
  const item = useKeptFocus(`${state} ${detail}`);
  return (
    <li ref={item} class={styles.step} data-state={state} aria-labelledby={`${id}-title`}>
      <span class={styles.icon}>{icon}</span>
      <div class={styles.head}>
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        <p role="status" class={styles.state}>
          {state !== undefined && t(stateTexts[state])}
        </p>
      </div>
      <p class={styles.what}>{what}</p>
      <div class={styles.body}>{children}</div>
    </li>
  );
}

/** What happens next, in a quieter voice than the rest of the step. */
export function StepHint({ children }: { readonly children: ComponentChildren }) {
  return <p class={styles.hint}>{children}</p>;
}
