import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** A check mark on a shield: what is on disk is safe. */
export function SafeIcon() {
  return (
    <Icon>
      <path
        class="icon-line"
        d="M10 2.2l6 2.1v4.8c0 4-2.5 7-6 8.7-3.5-1.7-6-4.7-6-8.7V4.3zM7.2 9.8l2 2.1 3.7-4"
      />
    </Icon>
  );
}

/** A triangle with an exclamation mark. */
export function WarningIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M10 3l7.6 13.4H2.4zM10 8v4M10 14.2v.1" />
    </Icon>
  );
}

/** Shelves: the library. */
export function LibraryIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M4 3.5v13M8 3.5v13M11.6 4.3l4 12" />
    </Icon>
  );
}

/** Two bars. */
export function PauseIcon() {
  return (
    <Icon>
      <path class="icon-fill" d="M5.5 4h3v12h-3zM11.5 4h3v12h-3z" />
    </Icon>
  );
}

/** A triangle that points on. */
export function PlayIcon() {
  return (
    <Icon>
      <path class="icon-fill" d="M6 3.8v12.4L16.2 10z" />
    </Icon>
  );
}

/** An arrow down onto a line: to the disk. */
export function SaveIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M10 3v9M6.3 8.6L10 12.3l3.7-3.7M4 16.5h12" />
    </Icon>
  );
}

/** A cross. */
export function CloseIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M5 5l10 10M15 5L5 15" />
    </Icon>
  );
}

/** A pencil. */
export function RenameIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M3.5 16.5l.8-3.7 9-9 2.9 2.9-9 9zM11.5 5.6l2.9 2.9" />
    </Icon>
  );
}

/** A bin. */
export function DeleteIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5l.8 11h8l.8-11M8.3 8.5v5M11.7 8.5v5" />
    </Icon>
  );
}

/** A window with a tab on top. */
export function TabIcon() {
  return (
    <Icon>
      <path
        class="icon-line"
        d="M4 3.5h12q1.5 0 1.5 1.5v10q0 1.5-1.5 1.5H4q-1.5 0-1.5-1.5V5q0-1.5 1.5-1.5zM2.5 7.8h15M9.5 3.8v4"
      />
    </Icon>
  );
}

/** A screen on its foot. */
export function ScreenIcon() {
  return (
    <Icon>
      <path
        class="icon-line"
        d="M3.5 3.5h13q1 0 1 1v8q0 1-1 1h-13q-1 0-1-1v-8q0-1 1-1zM10 13.5v3M6.5 16.5h7"
      />
    </Icon>
  );
}

/** A camera that films. */
export function CameraIcon() {
  return (
    <Icon>
      <path
        class="icon-line"
        d="M3.5 5.5h8q1 0 1 1v7q0 1-1 1h-8q-1 0-1-1v-7q0-1 1-1zM12.5 9l5-2.7v7.400l-5-2.7"
      />
    </Icon>
  );
}

const microphone = 'M10 2.5q2.5 0 2.5 2.5v4.5q0 2.5-2.5 2.5t-2.5-2.5V5q0-2.5 2.5-2.5z';
const microphoneFoot = 'M4.5 9.5q0 5.3 5.5 5.3t5.5-5.3M10 14.800v2.7';

/** A microphone. */
export function MicrophoneIcon() {
  return (
    <Icon>
      <path class="icon-line" d={`${microphone}${microphoneFoot}`} />
    </Icon>
  );
}

/** A microphone, crossed out. */
export function MutedIcon() {
  return (
    <Icon>
      <path class="icon-line" d={`${microphone}${microphoneFoot}M3 3l14 14`} />
    </Icon>
  );
}

/** A loudspeaker. */
export function SpeakerIcon() {
  return (
    <Icon>
      <path
        class="icon-line"
        d="M2.5 7.7h3l4-3.7v12l-4-3.7h-3zM12.5 7.200q1.400 1.100 1.400 2.800t-1.400 2.800M14.7 4.800q2.800 2.100 2.800 5.200t-2.800 5.200"
      />
    </Icon>
  );
}

/** An arrowhead that points on. */
export function ChevronIcon() {
  return (
    <Icon>
      <path class="icon-line" d="M7.5 5l5 5-5 5" />
    </Icon>
  );
}
