import { locale, type MessageKey, t } from '../extension/i18n';
import { formatSize } from '../ui/formats';
import styles from './disk-bar.module.css';
import type { DiskUse } from './disk-use';

const names: Record<keyof DiskUse, MessageKey> = {
  recordings: 'diskRecordings',
  other: 'diskOther',
  free: 'diskFree',
};

const parts = ['recordings', 'other', 'free'] as const satisfies readonly (keyof DiskUse)[];

/** The least width of a part of the bar that isn't empty, in thousandths of it. */
const leastWidth = 4;

/** How the disk is used: a bar, and the same in words. */
export function DiskBar({ use }: { readonly use: DiskUse }) {
  const all = parts.reduce((sum, part) => sum + use[part], 0);
  const widths = parts.map((part) => Math.max(use[part] > 0 ? leastWidth : 0, (use[part] / all) * 1000));
  return (
    <div class={styles.disk}>
      <svg
        class={styles.bar}
        viewBox="0 0 1000 8"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {parts.map((part, index) => (
          <rect
            key={part}
            data-part={part}
            x={widths.slice(0, index).reduce((sum, width) => sum + width, 0)}
            width={widths[index]}
            height="8"
          />
        ))}
      </svg>
      <dl class={styles.legend}>
        {parts.map((part) => (
          <div key={part} class={styles.part} data-part={part}>
            <dt>{t(names[part])}</dt>
            <dd>{formatSize(use[part], locale())}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
