import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { loudness } from './loudness';

interface MeterProps {
  readonly label: string;
  /** The peak of this moment, 0 to 1; `undefined` while there is none. */
  readonly level: ReadonlySignal<number | undefined>;
}

/** How loud an input is at this moment. Each value moves one layer and renders nothing. */
export function Meter({ label, level }: MeterProps) {
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
    <div class="meter">
      <meter ref={meter} class="meter-value" aria-label={label} min={0} max={100} />
      <div ref={rest} class="meter-rest" />
    </div>
  );
}
