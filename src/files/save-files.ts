import { makeZip } from 'client-zip';
import { writeVtt } from '../domain/captions';
import { FailureError, toStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { recordingFileName, withoutFormat } from './file-name';
import { freeName } from './free-name';
import { paced } from './progress-pace';
import { removeEmpty } from './remove-empty';
import { uniqueNames } from './unique-names';

/** How far the saving of several recordings has come. */
export interface SavingProgress {
  /** How many recordings are saved. */
  readonly saved: number;
  /** The bytes that are written. */
  readonly bytes: number;
}

/** Reports the progress. @returns whether to go on; if not, nothing is left of the file that is being written */
export type ReportSaving = (progress: SavingProgress) => Promise<boolean>;

/** Opens the file of a recording, until it is closed. */
export type OpenFile = (
  recording: Recording,
) => Promise<{ readonly file: Blob; readonly close: () => Promise<void> }>;

/**
 * Saves the files of recordings in a folder, one after another, none over another file there; captions beside them, as
 * WebVTT.
 *
 * @throws FailureError `files-not-saved` if the folder refuses; `recordings-unreadable` if all were saved but those that
 *   can't be read
 * @throws DOMException `AbortError` if the report said so
 */
export async function saveToFolder(
  folder: FileSystemDirectoryHandle,
  recordings: readonly Recording[],
  open: OpenFile,
  report: ReportSaving,
): Promise<void> {
  const counter = createCounter(report);
  const unread: string[] = [];
  for await (const { recording, media } of openEach(recordings, open, unread)) {
    const wanted = recordingFileName({ ...recording, name: withoutFormat(recording.name) });
    const name = await writing(() => freeName(folder, wanted));
    const file = await writing(() => folder.getFileHandle(name, { create: true }));
    const source = watchReading(media.stream());
    try {
      await writeTo(file, source.stream, counter);
    } catch (error) {
      const reason = source.failedWith();
      if (reason === undefined) throw error;
      unread.push(`${recordingFileName(recording)}: ${String(reason)}`);
      continue;
    }
    const captions = captionsOf(recording);
    if (captions !== undefined) {
      const beside = await writing(() => freeName(folder, besideName(name)));
      const captionFile = await writing(() => folder.getFileHandle(beside, { create: true }));
      await writeTo(captionFile, captions.stream(), counter);
    }
    await counter.nextFile();
  }
  if (unread.length > 0) throw unreadable(unread);
}

/**
 * Saves the files of recordings in a zip, stored without compression, with captions beside them, as WebVTT; it is never in
 * memory as a whole.
 *
 * @throws FailureError `files-not-saved` if the file can't be written; `recordings-unreadable` if it has all but those that
 *   can't be read, or if none can
 * @throws DOMException `AbortError` if the report said so
 */
export async function saveAsZip(
  file: FileSystemFileHandle,
  recordings: readonly Recording[],
  open: OpenFile,
  report: ReportSaving,
): Promise<void> {
  const counter = createCounter(report);
  const names = uniqueNames(recordings.map(recordingFileName));
  const besides = uniqueNames(names.map(besideName));
  const unread: string[] = [];
  let failed: unknown;
  const entries = async function* () {
    try {
      for await (const { index, recording, media } of openEach(recordings, open, unread)) {
        const name = names[index] ?? recordingFileName(recording);
        const lastModified = new Date(recording.createdAt);
        yield { name, input: media, size: media.size, lastModified };
        const captions = captionsOf(recording);
        if (captions !== undefined) {
          const beside = besides[index] ?? besideName(name);
          yield { name: beside, input: captions, size: captions.size, lastModified };
        }
        await counter.nextFile();
      }
      if (unread.length === recordings.length) throw unreadable(unread);
    } catch (error) {
      if (isExplained(error)) failed = error;
      throw error;
    }
  };
  try {
    await writeTo(file, makeZip(entries()), counter);
  } catch (error) {
    // The stream wraps what an entry failed with.
    throw failed ?? error;
  }
  if (unread.length > 0) throw unreadable(unread);
}

/** The files of recordings, one after another. @param unread gets those that can't be read, and why: the others go on */
async function* openEach(recordings: readonly Recording[], open: OpenFile, unread: string[]) {
  for (const [index, recording] of recordings.entries()) {
    const opened = await open(recording).catch(toStorageFailure);
    if ('code' in opened) {
      unread.push(`${recordingFileName(recording)}: ${opened.detail ?? opened.code}`);
      continue;
    }
    try {
      if (opened.file.size === 0) unread.push(`${recordingFileName(recording)}: no media`);
      else yield { index, recording, media: opened.file };
    } finally {
      await opened.close();
    }
  }
}

/** The captions of a recording, if it has some. */
function captionsOf({ captions = [] }: Recording): Blob | undefined {
  return captions.length === 0 ? undefined : new Blob([writeVtt(captions)], { type: 'text/vtt' });
}

/** The name by which players find the captions of a file. */
function besideName(name: string): string {
  return `${name.replace(/\.[^.]+$/, '')}.vtt`;
}

/** A stream that knows why reading it failed; writing elsewhere what was read may fail too. */
function watchReading(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  let reason: unknown;
  return {
    failedWith: () => reason,
    stream: new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          reason = error;
          throw error;
        });
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (why) => reader.cancel(why),
    }),
  };
}

function unreadable(unread: readonly string[]): FailureError {
  return new FailureError('recordings-unreadable', unread.join('; '));
}

/** Writes a stream to a file, or leaves it as it was; a new one goes. */
async function writeTo(
  file: FileSystemFileHandle,
  stream: ReadableStream<Uint8Array>,
  counter: Counter,
): Promise<void> {
  try {
    const writable = await writing(() => file.createWritable());
    await writing(() => stream.pipeThrough(counter.through()).pipeTo(writable));
  } catch (error) {
    await removeEmpty(file).catch(() => undefined);
    throw error;
  }
}

function isExplained(error: unknown): boolean {
  return error instanceof FailureError || (error instanceof DOMException && error.name === 'AbortError');
}

function refuse(error: unknown): never {
  throw new FailureError('files-not-saved', String(error));
}

/** Explains what the file system throws. */
async function writing<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (isExplained(error)) throw error;
    return refuse(error);
  }
}

/** Counts what is written, and reports it. */
interface Counter {
  /** A new stream that counts what passes it. */
  through(): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>;
  /** One more recording is saved. */
  nextFile(): Promise<void>;
}

function createCounter(report: ReportSaving): Counter {
  let saved = 0;
  let bytes = 0;
  const tell = async () => {
    if (!(await report({ saved, bytes }))) throw new DOMException('Canceled', 'AbortError');
  };
  const tellSometimes = paced(tell);
  return {
    through: () =>
      new TransformStream({
        async transform(chunk, controller) {
          bytes += chunk.byteLength;
          controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
          await tellSometimes();
        },
      }),
    async nextFile() {
      saved += 1;
      await tell();
    },
  };
}
