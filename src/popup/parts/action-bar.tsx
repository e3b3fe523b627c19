import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import styles from './action-bar.module.css';

interface ActionBarProps {
  /** What stands above the button, and is never behind it. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Its height, for its style sheet. */
const height = '--bar-height';

/** The bar with the big button, within reach however long the view is. */
export function ActionBar({ above, children }: ActionBarProps) {
  const main = useRef<HTMLDivElement>(null);
  // The page scrolls a focused field to above it, however many notes it shows.
  useLayoutEffect(() => {
    if (main.current === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) =>
      style.setProperty(height, `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`),
    );
    observer.observe(main.current);
    return () => {
      observer.disconnect();
      style.removeProperty(height);
    };
  }, []);
  return (
    <div class={styles.bar}>
      {above}
      <div ref={main} class={styles.main}>
        {children}
      </div>
    </div>
  );
}
