import {
  AppWindow,
  ArrowDownToLine,
  ChevronRight,
  type IconNode,
  Library,
  Mic,
  MicOff,
  Monitor,
  Pause,
  Pencil,
  Pin,
  Play,
  ShieldCheck,
  Trash2,
  TriangleAlert,
  Video,
  Volume2,
  X,
} from 'lucide';
import { createElement } from 'preact';
import styles from './icon.module.css';

/** Every icon of the interface, by what it stands for. */
const icons = {
  camera: Video,
  chevron: ChevronRight,
  close: X,
  delete: Trash2,
  download: ArrowDownToLine,
  library: Library,
  microphone: Mic,
  muted: MicOff,
  pause: Pause,
  pin: Pin,
  play: Play,
  rename: Pencil,
  safe: ShieldCheck,
  screen: Monitor,
  speaker: Volume2,
  tab: AppWindow,
  warning: TriangleAlert,
} as const satisfies Record<string, IconNode>;

/** What an icon stands for. */
export type IconName = keyof typeof icons;

interface IconProps {
  readonly name: IconName;
}

/** An icon from Lucide, in the colour of the text beside it; hidden from screen readers. */
export function Icon({ name }: IconProps) {
  return (
    <svg class={styles.icon} data-icon={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name].map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  );
}
