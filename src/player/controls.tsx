import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { SelectField } from '../ui/fields';
import { formatMoment, formatNumber, formatPercent } from '../ui/formats';
import { Icon } from '../ui/icon';
import styles from './controls.module.css';
import { type Playback, speeds } from './playback';

interface ControlsProps {
  readonly playback: Playback;
  /** What needs a picture; absent for audio alone. */
  readonly picture: PictureActions | undefined;
  /** Called when something was chosen from a list. */
  readonly onChosen: () => void;
}

/** What can be done with the picture of a video. */
export interface PictureActions {
  previousFrame(): void;
  nextFrame(): void;
  saveFrame(): void;
  /** Copies the frame to the clipboard. @returns whether the browser took it */
  copyFrame(): Promise<boolean>;
  fullScreen(): void;
  /** Absent if the browser has none. */
  pictureInPicture?(): void;
}

/** Plays, steps, and chooses the speed. */
export function Controls({ playback, picture, onChosen }: ControlsProps) {
  const { isPlaying, isMuted, isLooping, speed, volume } = playback;
  return (
    <div class={styles.controls}>
      <Button
        kind="quiet"
        icon={<Icon name={isPlaying.value ? 'pause' : 'play'} />}
        title={t('keyHint', t(isPlaying.value ? 'pause' : 'play'), t('keySpace'))}
        onClick={playback.toggle}
      >
        {t(isPlaying.value ? 'pause' : 'play')}
      </Button>
      <Clock playback={playback} />
      {picture !== undefined && (
        <div class={styles.steps}>
          <IconButton
            name="previousFrame"
            label={t('previousFrame')}
            hint=","
            onClick={picture.previousFrame}
          />
          <IconButton name="nextFrame" label={t('nextFrame')} hint="." onClick={picture.nextFrame} />
        </div>
      )}
      <div class={styles.speed}>
        <SelectField
          id="speed"
          label={t('speed')}
          value={String(speed.value)}
          options={speeds.map((value) => ({
            value: String(value),
            label: t('times', formatNumber(value, locale())),
          }))}
          onChange={(value) => {
            playback.setSpeed(Number(value));
            onChosen();
          }}
        />
      </div>
      <IconButton
        name={isMuted.value ? 'silent' : 'speaker'}
        label={t(isMuted.value ? 'playerUnmute' : 'playerMute')}
        hint="M"
        onClick={() => playback.setMuted(!isMuted.value)}
      />
      <input
        type="range"
        class={styles.volume}
        aria-label={t('volume')}
        data-own-keys
        min={0}
        max={1}
        step={0.05}
        value={isMuted.value ? 0 : volume.value}
        aria-valuetext={formatPercent(isMuted.value ? 0 : volume.value, locale())}
        onInput={(event) => playback.setVolume(event.currentTarget.valueAsNumber)}
      />
      <IconButton
        name="loop"
        label={t('loop')}
        isPressed={isLooping.value}
        onClick={() => playback.setLooping(!isLooping.value)}
      />
      {picture !== undefined && (
        <>
          <IconButton name="saveFrame" label={t('saveFrame')} onClick={picture.saveFrame} />
          <CopyFrame copyFrame={picture.copyFrame} />
          {picture.pictureInPicture !== undefined && (
            <IconButton
              name="pictureInPicture"
              label={t('pictureInPicture')}
              onClick={picture.pictureInPicture}
            />
          )}
          <IconButton name="fullScreen" label={t('fullScreen')} hint="F" onClick={picture.fullScreen} />
        </>
      )}
    </div>
  );
}

/** How long it is said that a frame was copied, in ms. */
const saidForMs = 4000;

/** Copies the frame, and says whether that worked. */
function CopyFrame({ copyFrame }: Pick<PictureActions, 'copyFrame'>) {
  const [isCopied, setCopied] = useState<boolean | undefined>();
  useEffect(() => {
    if (isCopied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), saidForMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    setCopied(undefined);
    void copyFrame().then(setCopied);
  };
  return (
    <>
      <IconButton name="copyFrame" label={t('copyFrame')} onClick={copy} />
      <span aria-live="polite" class={styles.copied}>
        {isCopied !== undefined && t(isCopied ? 'actionCopied' : 'copyFrameFailed')}
      </span>
    </>
  );
}

/** The position and the length. Sighted people read it; screen readers hear it from the slider. */
function Clock({ playback }: { readonly playback: Playback }) {
  const clock = useRef<HTMLSpanElement>(null);
  useSignalEffect(() => {
    const [at, of] = [playback.positionMs.value, playback.durationMs.value];
    if (clock.current === null) return;
    clock.current.textContent = `${formatMoment(at, locale())} / ${formatMoment(of, locale())}`;
  });
  return <span ref={clock} class={styles.clock} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly name: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  /** The key that does the same. */
  readonly hint?: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

function IconButton({ name, label, hint, isPressed, onClick }: IconButtonProps) {
  return (
    <Button
      kind="plain"
      aria-label={label}
      title={hint === undefined ? label : t('keyHint', label, hint)}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      onClick={onClick}
    >
      <Icon name={name} />
    </Button>
  );
}
