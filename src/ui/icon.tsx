import {
  AppWindow,
  ArrowDownToLine,
  Captions,
  ChevronRight,
  Copy,
  FileOutput,
  Folder,
  FolderOpen,
  type IconNode,
  ImageDown,
  Library,
  Maximize,
  Mic,
  MicOff,
  Monitor,
  Pause,
  Pencil,
  PictureInPicture2,
  Pin,
  Play,
  Redo2,
  Repeat,
  Share2,
  ShieldCheck,
  SquareSplitHorizontal,
  StepBack,
  StepForward,
  Trash2,
  TriangleAlert,
  Undo2,
  Video,
  Volume2,
  VolumeX,
  X,
} from 'lucide';
import { createElement } from 'preact';
import styles from './icon.module.css';

/** Every icon of the interface, by what it stands for. */
const icons = {
  camera: Video,
  captions: Captions,
  chevron: ChevronRight,
  close: X,
  copyFrame: Copy,
  delete: Trash2,
  download: ArrowDownToLine,
  export: FileOutput,
  folder: Folder,
  fullScreen: Maximize,
  library: Library,
  loop: Repeat,
  microphone: Mic,
  muted: MicOff,
  nextFrame: StepForward,
  openFile: FolderOpen,
  pause: Pause,
  pictureInPicture: PictureInPicture2,
  pin: Pin,
  play: Play,
  previousFrame: StepBack,
  redo: Redo2,
  rename: Pencil,
  safe: ShieldCheck,
  saveFrame: ImageDown,
  screen: Monitor,
  share: Share2,
  silent: VolumeX,
  speaker: Volume2,
  split: SquareSplitHorizontal,
  tab: AppWindow,
  undo: Undo2,
  warning: TriangleAlert,
} as const satisfies Record<string, IconNode>;

/** What an icon stands for. */
export type IconName = keyof typeof icons;

interface IconProps {
  readonly name: IconName;
}

/** An icon from Lucide, in the color of the text beside it; hidden from screen readers. */
export function Icon({ name }: IconProps) {
  return (
    <svg class={styles.icon} data-icon={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name].map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  );
}
