import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FrameDecoder } from '../domain/still-frame';
import { t } from '../extension/i18n';
import { Warning } from '../ui/warning';
import { Captions, type CaptionsSource } from './captions';
import { Controls, type PictureActions } from './controls';
import { CutTools } from './cut-tools';
import { decodeWithin } from './decode-within';
import { EventList } from './event-list';
import { followFrames, type VideoFrames } from './frames';
import { listenToKeys } from './keys';
import { type Cut, createPlayer, type PlayerModel } from './model';
import { speeds } from './playback';
import { type PlayedFile, toFileMs } from './played-file';
import styles from './player.module.css';
import { pictureOf } from './save-frame';
import { coverVideo } from './still';
import { Timeline } from './timeline';
import { followTimeline, type ShownTimeline, type TimelineSource } from './timeline-source';

interface PlayerProps {
  /** The file of the recording, or what it is played from until that is made. */
  readonly file: PlayedFile;
  /** The file of the recording, once it is made, if it is played from another until then. */
  readonly ownFile?: ReadonlySignal<PlayedFile | undefined>;
  readonly decodeFrames: (media: Blob) => FrameDecoder;
  /** The recording's. */
  readonly mimeType: string;
  /** Of the video, in px; 0 if it isn't known. */
  readonly size: { readonly width: number; readonly height: number };
  readonly name: string;
  /** Absent if the recording can't be cut. */
  readonly cut: Cut | undefined;
  /** Absent if it can't keep any. */
  readonly captions: CaptionsSource | undefined;
  /** What is known of it along its time. */
  readonly timeline: TimelineSource;
  /** Downloads a frame. @param atMs its time */
  readonly saveFrame: (picture: Blob, atMs: number) => void;
  /** Called if it can't be played, and whenever it waits for data: for a file that is gone, the browser tries for long. */
  readonly onHeldUp?: () => void;
}

/** Plays a recording, and cuts it. A recording without video gets an audio player. */
export function Player(props: PlayerProps) {
  const { mimeType, size, name, onHeldUp } = props;
  const player = useRef<HTMLElement>(null);
  const media = useRef<HTMLMediaElement>(null);
  const cover = useRef<HTMLCanvasElement>(null);
  const [model, setModel] = useState<PlayerModel | undefined>();
  const [frames, setFrames] = useState<VideoFrames | undefined>();
  const [timeline, setTimeline] = useState<ShownTimeline | undefined>();
  const isAudio = mimeType.startsWith('audio/');
  /** It may open below the edge of the window. */
  const show = () => player.current?.scrollIntoView({ block: 'nearest' });
  useEffect(() => {
    const { current } = player;
    // Once full screen ends, what has the focus may be out of sight.
    const followFocus = () => {
      const { activeElement } = document;
      if (current?.contains(activeElement)) activeElement?.scrollIntoView({ block: 'nearest' });
    };
    current?.addEventListener('fullscreenchange', followFocus);
    return () => current?.removeEventListener('fullscreenchange', followFocus);
  }, []);
  // Before it is first painted: what came later would move what is below, perhaps under the pointer.
  useLayoutEffect(() => {
    if (media.current === null) return;
    const { file, ownFile, cut } = props;
    const statedMs = props.timeline.stored.value?.durationMs ?? 0;
    const created = createPlayer(media.current, { everyFrame, file, statedMs, ownFile, cut });
    setModel(created);
    const followed =
      media.current instanceof HTMLVideoElement && cover.current !== null
        ? followPicture(media.current, cover.current, props.decodeFrames, created)
        : undefined;
    setFrames(followed);
    const shown = followTimeline(props.timeline);
    setTimeline(shown);
    return () => {
      created.end();
      followed?.end();
      shown.end();
    };
  }, []);
  const picture =
    media.current instanceof HTMLVideoElement &&
    cover.current !== null &&
    player.current !== null &&
    model !== undefined &&
    frames !== undefined
      ? actionsOf(media.current, cover.current, { ...model, frames }, player.current, props.saveFrame)
      : undefined;
  // A key may come as soon as something is drawn that takes it.
  useLayoutEffect(() => {
    if (player.current === null || model === undefined) return undefined;
    show();
    player.current.focus({ preventScroll: true });
    return listenToKeys(player.current, keyActions(model, picture));
  }, [model]);
  const attributes = {
    src: startOf(props.file),
    autoplay: true,
    // It grows then.
    ...(size.width > 0 ? {} : { onLoadedMetadata: show }),
    onError: onHeldUp,
    onWaiting: onHeldUp,
    onStalled: onHeldUp,
  };
  return (
    <section ref={player} class={styles.player} tabIndex={-1} aria-label={name}>
      {isAudio ? (
        <audio ref={media as RefObject<HTMLAudioElement>} {...attributes} />
      ) : (
        <div class={styles.picture}>
          <video
            ref={media as RefObject<HTMLVideoElement>}
            class={styles.video}
            aria-label={name}
            {...(size.width > 0 && { width: size.width, height: size.height })}
            {...attributes}
            onClick={() => model?.playback.toggle()}
          />
          <canvas ref={cover} class={styles.cover} hidden />
        </div>
      )}
      {model?.playback.hasFailed.value === true && <Warning role="alert">{t('playbackFailed')}</Warning>}
      {model !== undefined && (
        <>
          <Timeline
            playback={model.playback}
            cutting={model.cutting}
            exact={model.exact.value.flat()}
            timeline={timeline?.timeline.value}
            isMeasuring={timeline?.isMeasuring.value === true}
            video={isAudio ? undefined : model.file.value}
            onPoint={() => timeline?.point()}
          />
          {(timeline?.timeline.value?.events.length ?? 0) > 0 && (
            <EventList events={timeline?.timeline.value?.events ?? []} seek={model.playback.seek} />
          )}
          <Controls
            playback={model.playback}
            picture={picture}
            // Its keys would go to the select.
            onChosen={() => player.current?.focus({ preventScroll: true })}
          />
          {media.current !== null && player.current !== null && props.captions !== undefined && (
            <Captions
              media={media.current}
              player={player.current}
              captions={props.captions}
              file={model.file.value}
            />
          )}
          {model.cutting !== undefined && model.playback.durationMs.value > 0 && (
            <CutTools
              playback={model.playback}
              cutting={model.cutting}
              exact={model.exact.value}
              joining={model.joining}
              others={model.others}
              precision={model.precision.value}
              notExact={model.notExact.value}
              choosePrecision={model.choosePrecision}
              isSaving={model.isSaving.value}
              save={() => void model.save()}
            />
          )}
        </>
      )}
    </section>
  );
}

/** What the browser refuses, such as a picture that isn't there yet, leaves everything as it is. */
const nothing = () => undefined;

function everyFrame(task: () => void): () => void {
  let handle = requestAnimationFrame(function again() {
    handle = requestAnimationFrame(again);
    task();
  });
  return () => cancelAnimationFrame(handle);
}

/** The address of where a recording begins in its file. @see https://www.w3.org/TR/media-frags/#naming-time */
function startOf(file: PlayedFile): string {
  return file.spans === undefined ? file.url : `${file.url}#t=${toFileMs(file, 0) / 1000}`;
}

/** Follows the frames of a video, and shows over it those that it doesn't show itself. */
function followPicture(
  video: HTMLVideoElement,
  cover: HTMLCanvasElement,
  decodeFrames: PlayerProps['decodeFrames'],
  { file, playback }: Pick<PlayerModel, 'file' | 'playback'>,
): VideoFrames {
  let of: PlayedFile | undefined;
  let decoder: FrameDecoder | undefined;
  const still = coverVideo(cover, video);
  const frames = followFrames(video, {
    decoder() {
      const now = file.value;
      if (now !== of) decoder?.end();
      if (now !== of || decoder === undefined)
        decoder = decodeWithin(now, decodeFrames(now.media), playback.seek);
      of = now;
      return decoder;
    },
    still,
  });
  return {
    ...frames,
    end() {
      frames.end();
      still.end();
      decoder?.end();
    },
  };
}

function actionsOf(
  video: HTMLVideoElement,
  cover: HTMLCanvasElement,
  { playback, frames }: Pick<PlayerModel, 'playback'> & { readonly frames: VideoFrames },
  player: HTMLElement,
  saveFrame: PlayerProps['saveFrame'],
): PictureActions {
  const step = (direction: Parameters<VideoFrames['step']>[0]) => {
    playback.pause();
    // A frame that can't be decoded is not shown; the next step may be.
    void frames.step(direction).catch(() => undefined);
  };
  return {
    previousFrame: () => step('previous'),
    nextFrame: () => step('next'),
    saveFrame() {
      // While it seeks, there is none.
      void frames
        .settled()
        .then(() => pictureOf(video, cover))
        .then((picture) => saveFrame(picture, playback.positionMs.value))
        .catch(nothing);
    },
    copyFrame: async () => {
      // Only a click may write to the clipboard, so the picture follows.
      const picture = frames.settled().then(() => pictureOf(video, cover));
      const item = new ClipboardItem({ 'image/png': picture });
      return navigator.clipboard.write([item]).then(
        () => true,
        () => false,
      );
    },
    fullScreen: () =>
      void (
        document.fullscreenElement === null ? player.requestFullscreen() : document.exitFullscreen()
      ).catch(nothing),
    ...(document.pictureInPictureEnabled
      ? {
          pictureInPicture: () =>
            void (
              document.pictureInPictureElement === video
                ? document.exitPictureInPicture()
                : video.requestPictureInPicture()
            ).catch(nothing),
        }
      : {}),
  };
}

function keyActions({ playback, cutting }: PlayerModel, picture: PictureActions | undefined) {
  return {
    toggle: playback.toggle,
    clearSelection: () => cutting?.clear(),
    seekBy: (ms: number) => playback.seek(playback.positionMs.value + ms),
    previousFrame: picture?.previousFrame ?? nothing,
    nextFrame: picture?.nextFrame ?? nothing,
    changeSpeed(direction: 1 | -1) {
      const { value: speed } = playback.speed;
      const faster = speeds.find((each) => each > speed);
      const slower = speeds.findLast((each) => each < speed);
      playback.setSpeed((direction > 0 ? faster : slower) ?? speed);
    },
    fullScreen: picture?.fullScreen ?? nothing,
    mute: () => playback.setMuted(!playback.isMuted.value),
    setIn: () => cutting?.setIn(playback.positionMs.value),
    setOut: () => cutting?.setOut(playback.positionMs.value),
    undo: () => cutting?.undo(),
    redo: () => cutting?.redo(),
    toStart: () => playback.seek(0),
    toEnd: () => playback.seek(playback.durationMs.value),
  };
}
