import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { loudness } from './loudness';
import styles from './meter.module.css';

interface MeterProps {
  readonly label: string;
  /** The current peak, 0 to 1; `undefined` while nothing is measured. */
  readonly level: ReadonlySignal<number | undefined>;
  /** `full`: as wide as there is room. */
  readonly width?: 'full';
}

/** How loud an input is right now. A new level moves one layer and renders nothing. */
export function Meter({ label, level, width }: MeterProps) {
  const meter = useRef<HTMLMeterElement>(null);
  const rest = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const filled = loudness(level.value ?? 0);
    if (meter.current === null || rest.current === null || document.hidden) return;
    const percent = Math.round(filled * 100);
    meter.current.value = percent;
    meter.current.ariaValueNow = String(percent);
    rest.current.style.transform = `scaleX(${1 - filled})`;
  });
  return (
    <div class={styles.meter} data-width={width}>
      <meter ref={meter} class={styles.value} aria-label={label} min={0} max={100} />
      <div ref={rest} class={styles.rest} />
    </div>
  );
}
