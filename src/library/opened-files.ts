import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { OpenedFile } from '../container/open-file';
import { type Failure, failure, toFailure } from '../domain/failure';
import type { StoryboardPicture } from '../domain/storyboard';
import type { Timeline } from '../domain/timeline';
import { fileName, frameFileName } from '../files/file-name';
import type { FileReader } from '../files/file-reader';
import { downloadMs } from '../files/media-access';
import { createMutex } from '../messaging/mutex';
import type { TimelineSource } from '../player/timeline-source';

/** What a file from outside is at. */
export type FileState =
  | { readonly what: 'waiting' }
  /** In bytes. */
  | { readonly what: 'reading'; readonly done: number }
  | { readonly what: 'refused'; readonly failure: Failure }
  | {
      readonly what: 'open';
      readonly opened: OpenedFile;
      readonly url: string;
      /** Of the copy into the library. `done` is in bytes. */
      readonly copy:
        | { readonly what: 'none' }
        | { readonly what: 'adding'; readonly done: number }
        | { readonly what: 'added' }
        | { readonly what: 'failed'; readonly failure: Failure };
      /** Why the file couldn't be read when it was last needed. */
      readonly unreadable?: Failure;
    };

type OpenState = FileState & { readonly what: 'open' };

/** A file from outside that was opened. */
export interface ForeignFile {
  readonly key: number;
  /** As it is called on the disk. */
  readonly fileName: string;
  /** Without its extension. */
  readonly name: string;
  readonly bytes: number;
  readonly state: ReadonlySignal<FileState>;
}

/** What was chosen or dropped; a folder has no file. */
export type Offered = { readonly name: string; readonly file?: File };

/** The files from outside that are open in this page. */
export interface OpenedFiles {
  /** In the order in which they were opened. */
  readonly files: ReadonlySignal<readonly ForeignFile[]>;
  /** The one that is played. */
  readonly played: ReadonlySignal<ForeignFile | undefined>;
  /** Whether one of them is being copied. */
  readonly isBusy: ReadonlySignal<boolean>;
  /** Opens files, one after another. */
  open(offered: readonly Offered[]): void;
  play(file: ForeignFile): void;
  stopPlaying(): void;
  /** Downloads the repaired file, if the file on the disk is still what was opened. */
  save(file: ForeignFile): Promise<void>;
  /** Notes that its player has failed, or waits: if the file can't be read any more, it is closed, and that is the reason. */
  onHeldUp(file: ForeignFile): Promise<void>;
  /** What its player shows along its time; the audio is measured each time. */
  timelineOf(opened: OpenedFile): TimelineSource;
  /** Downloads a frame. @param atMs where it is shown, in ms */
  saveFrame(file: ForeignFile, picture: Blob, atMs: number): void;
  /** Copies it into the library. */
  add(file: ForeignFile): Promise<void>;
  /** Ends the copy, and leaves nothing of it. */
  cancel(file: ForeignFile): void;
  /** Closes it, and ends what is going on with it. */
  close(file: ForeignFile): void;
}

/** What opened files need from outside. */
export interface OpenedFilesDeps extends FileReader {
  readonly urls: { create(media: Blob): string; revoke(url: string): void };
  readonly download: (url: string, name: string) => void;
  /** The name of a repaired file. */
  readonly repairedName: (name: string) => string;
  /** A picture of the video; `undefined` if it has none. */
  readonly posterOf: (file: Blob, signal: AbortSignal) => Promise<Blob | undefined>;
  readonly measurePeaks: (file: Blob, signal: AbortSignal) => Promise<Uint8Array>;
  readonly makePictures: (file: Blob, signal: AbortSignal) => Promise<readonly StoryboardPicture[]>;
  /** Whether nothing in the page has the user's attention: then a single file is played as soon as it is read. */
  readonly isFree: () => boolean;
  /** Called when a file is about to be played. */
  readonly onPlay: () => void;
  /** Called once a file is in the library. */
  readonly onAdded: () => void;
}

/** A file from outside has none. */
const noSlices: Timeline['slices'] = {
  startMs: new Float64Array(),
  endMs: new Float64Array(),
  bytes: new Float64Array(),
  commitMs: new Float64Array(),
  counts: new Uint32Array(),
};

/** No file is open yet. */
export function createOpenedFiles(deps: OpenedFilesDeps): OpenedFiles {
  const files = signal<readonly ForeignFile[]>([]);
  const played = signal<ForeignFile | undefined>(undefined);
  const inTurn = createMutex();
  const tasks = new Map<ForeignFile, AbortController>();
  const states = new Map<ForeignFile, { value: FileState }>();
  const saved = new Set<ForeignFile>();
  let keys = 0;
  const copies = signal(0);

  const isOpen = (file: ForeignFile) => files.value.includes(file);
  const set = (file: ForeignFile, state: FileState) => {
    const known = states.get(file);
    if (known !== undefined && isOpen(file)) known.value = state;
  };

  const read = async (file: ForeignFile, source: File) => {
    if (!isOpen(file)) return;
    const task = new AbortController();
    tasks.set(file, task);
    set(file, { what: 'reading', done: 0 });
    try {
      const opened = await deps.open(source, (done) => set(file, { what: 'reading', done }), task.signal);
      if (!isOpen(file)) return;
      set(file, { what: 'open', opened, url: deps.urls.create(opened.file), copy: { what: 'none' } });
      // A player takes the focus.
      if (files.value.length === 1 && deps.isFree()) play(file);
    } catch (error) {
      set(file, { what: 'refused', failure: toFailure(error) });
    } finally {
      tasks.delete(file);
    }
  };

  const play = (file: ForeignFile) => {
    deps.onPlay();
    played.value = file;
  };

  /** Whether the file on the disk is still what was opened: a byte of any other can't be read. */
  const isReadable = async (file: ForeignFile, { opened }: OpenState): Promise<boolean> => {
    const unreadable = await opened.media
      .slice(-1)
      .arrayBuffer()
      .then(
        () => undefined,
        (error) => failure('file-unreadable', String(error)),
      );
    const { value: state } = file.state;
    if (state.what === 'open') {
      const { unreadable: _before, ...others } = state;
      set(file, { ...others, ...(unreadable === undefined ? {} : { unreadable }) });
    }
    return unreadable === undefined;
  };

  const stopPlaying = () => {
    played.value = undefined;
  };

  const setCopy = (file: ForeignFile, copy: OpenState['copy']) => {
    const state = file.state.value;
    if (state.what === 'open') set(file, { ...state, copy });
  };

  const copyIn = async (file: ForeignFile, { opened }: OpenState) => {
    const task = new AbortController();
    tasks.set(file, task);
    copies.value += 1;
    try {
      const { media, faults, format, mimeType, width, height, hasAudio, durationMs, events } = opened;
      const imported = { name: file.name, media, isWhole: faults.length === 0 };
      // It is added without a picture, too.
      const picture = await deps.posterOf(opened.file, task.signal).catch(() => undefined);
      if (task.signal.aborted) return setCopy(file, { what: 'none' });
      const id = await deps.add(
        {
          ...imported,
          format,
          mimeType,
          width,
          height,
          hasAudio,
          durationMs,
          ...(events.length === 0 ? {} : { events }),
          ...(picture === undefined ? {} : { picture }),
        },
        (done) => setCopy(file, { what: 'adding', done }),
        task.signal,
      );
      setCopy(file, { what: id === undefined ? 'none' : 'added' });
      if (id !== undefined) deps.onAdded();
    } catch (error) {
      setCopy(file, { what: 'failed', failure: toFailure(error) });
    } finally {
      tasks.delete(file);
      copies.value -= 1;
    }
  };

  return {
    files,
    played,
    isBusy: computed(() => copies.value > 0),
    open(offered) {
      for (const { name, file: source } of offered) {
        const state = signal<FileState>({ what: 'waiting' });
        const file: ForeignFile = {
          key: keys++,
          fileName: name,
          name: name.replace(/\.\w{1,5}$/, ''),
          bytes: source?.size ?? 0,
          state,
        };
        states.set(file, state);
        files.value = [...files.value, file];
        if (source === undefined) set(file, { what: 'refused', failure: failure('file-is-folder') });
        else void inTurn(() => read(file, source));
      }
    },
    play,
    stopPlaying,
    async save(file) {
      const { value: state } = file.state;
      if (state.what !== 'open' || !(await isReadable(file, state)) || !isOpen(file)) return;
      saved.add(file);
      const { mimeType, container } = state.opened;
      const extension = mimeType.includes('matroska') ? 'mkv' : container;
      deps.download(state.url, fileName(deps.repairedName(file.name), extension));
    },
    async onHeldUp(file) {
      const { value: state } = file.state;
      if (state.what !== 'open' || (await isReadable(file, state))) return;
      if (played.value === file) stopPlaying();
    },
    timelineOf: ({ file, durationMs, hasAudio, events }) => ({
      hasAudio,
      stored: signal({ durationMs, slices: noSlices, events }),
      measurePeaks: (signal) => deps.measurePeaks(file, signal),
      makePictures: (signal) => deps.makePictures(file, signal),
    }),
    saveFrame(file, picture, atMs) {
      const url = deps.urls.create(picture);
      deps.download(url, frameFileName(file, atMs));
      setTimeout(() => deps.urls.revoke(url));
    },
    async add(file) {
      const { value: state } = file.state;
      if (state.what !== 'open' || tasks.has(file)) return;
      setCopy(file, { what: 'adding', done: 0 });
      await copyIn(file, state);
    },
    cancel(file) {
      tasks.get(file)?.abort();
    },
    close(file) {
      tasks.get(file)?.abort();
      if (played.value === file) played.value = undefined;
      files.value = files.value.filter((other) => other !== file);
      const { value: state } = file.state;
      states.delete(file);
      if (state.what !== 'open') return;
      const revoke = () => deps.urls.revoke(state.url);
      // A download may still read it.
      if (saved.delete(file)) setTimeout(revoke, downloadMs(state.opened.file.size));
      else revoke();
    },
  };
}
