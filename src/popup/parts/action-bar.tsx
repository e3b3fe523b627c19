import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import styles from './action-bar.module.css';

interface ActionBarProps {
  /** What stands above the button, and is never behind it. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The height that stays in view, for its style sheet. */
const height = '--bar-height';

/** The bar with the big button, within reach however long the view is. */
export function ActionBar({ above, children }: ActionBarProps) {
  const whole = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLDivElement>(null);
  // The page scrolls a focused field to above the part that stays in view, however many notes it shows.
  useLayoutEffect(() => {
    const [bar, part] = [whole.current, main.current];
    if (bar === null || part === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      const isWhole = getComputedStyle(bar).position === 'sticky';
      style.setProperty(height, `${(isWhole ? bar : part).offsetHeight}px`);
    });
    observer.observe(bar);
    observer.observe(part);
    return () => {
      observer.disconnect();
      style.removeProperty(height);
    };
  }, []);
  return (
    <div ref={whole} class={styles.bar}>
      {above}
      <div ref={main} class={styles.main}>
        {children}
      </div>
    </div>
  );
}
