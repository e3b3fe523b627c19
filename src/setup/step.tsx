import type { ComponentChildren } from 'preact';
import type { DeviceState } from '../domain/device-state';
import { type MessageKey, t } from '../extension/i18n';
import { useKeptFocus } from './use-kept-focus';

interface StepProps {
  readonly id: string;
  readonly icon: ComponentChildren;
  readonly title: string;
  readonly what: string;
  readonly state: DeviceState | undefined;
  /** Names what the children show, beside the state, as far as buttons come and go with it. */
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

/** One thing to allow: what it is for, its state in a word, and what belongs to that state. */
export function Step({ id, icon, title, what, state, detail, children }: StepProps) {
  const part = useKeptFocus(`${state} ${detail}`);
  return (
    <li ref={part} class={`step step-${state ?? 'unknown'}`} aria-labelledby={`${id}-title`}>
      <span class="step-icon">{icon}</span>
      <div class="step-head">
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        <p role="status" class="step-state">
          {state !== undefined && t(stateTexts[state])}
        </p>
      </div>
      <p class="step-what">{what}</p>
      <div class="step-body">{children}</div>
    </li>
  );
}
