import type { ComponentChildren } from 'preact';
import type { Recording } from '../domain/recording';
import text from '../ui/text.module.css';
import styles from './recording-facts.module.css';

interface FactProps {
  /** What it is, for screen readers. */
  readonly name: string;
  /** Stands out in the color of the state. */
  readonly state?: Recording['state'];
  readonly children: ComponentChildren;
}

/** One of the facts about a recording, in a row of them. */
export function Fact({ name, state, children }: FactProps) {
  return (
    <div class={styles.fact} data-state={state}>
      <dt class={text.visuallyHidden}>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
