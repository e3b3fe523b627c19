import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import styles from './recording-list.module.css';

interface VirtualRowProps {
  readonly index: number;
  /** Where it begins in the list, in px. */
  readonly top: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly children: ComponentChildren;
}

/** A row at its place in a list that draws only what is in sight. */
export function VirtualRow({ index, top, measure, children }: VirtualRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // The security policy allows no style attribute.
    if (row.current !== null) row.current.style.top = `${top}px`;
  }, [top]);
  useLayoutEffect(() => {
    measure(row.current);
    return () => setTimeout(() => measure(null));
  }, [index, measure]);
  return (
    <div ref={row} class={styles.row} data-index={index}>
      {children}
    </div>
  );
}
