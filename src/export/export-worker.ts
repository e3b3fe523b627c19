import type { Cue } from '../domain/captions';
import { type Failure, type FailureCode, FailureError, toFailure } from '../domain/failure';
import { paced } from '../files/progress-pace';
import { serveCalls } from '../messaging/worker-calls';
import { type Edits, editsAsCoded } from './edits';
import { decodingFewFrames } from './few-frames';
import { type FileSink, openChosen, openKept } from './file-sink';
import type { ExportFormat } from './formats';
import { writeGif } from './gif-file';
import { writeMediaFile } from './media-file';
import { obstacleTo, planExport } from './plan';
import { writePngs } from './png-file';
import { openSource, type SourceFile } from './source-file';

/*
 * The worker that makes one export: it reads the file of a recording, and writes another, piece by piece.
 */

/** What is exported, and where to. */
export interface ExportTask {
  readonly file: Blob;
  readonly format: ExportFormat;
  readonly edits: Edits;
  /** How the picture is encoded, if it is. */
  readonly pictureBitsPerSecond: number;
  readonly captions: readonly Cue[];
  readonly handle: FileSystemFileHandle;
  /** Whether it is a file of the origin, not one that the user chose. */
  readonly isKept: boolean;
}

/** How far an export has come. */
export interface ExportProgress {
  /** From 0 to 1. */
  readonly share: number;
  /** Everything is written, and the browser completes the file. */
  readonly isClosing: boolean;
}

/** What the worker answers. */
export type ExportHandlers = typeof handlers;

const handlers = {
  /** Makes an export. @param report answers whether to go on; if not, nothing is left of the export */
  async run(task: ExportTask, report: (progress: ExportProgress) => Promise<boolean>): Promise<void> {
    const sink = await (task.isKept ? openKept(task.handle) : openChosen(task.handle));
    const tell = async (progress: ExportProgress) => {
      if (!(await report(progress))) throw new DOMException('Canceled', 'AbortError');
    };
    try {
      await write(sink, task, (share) => tell({ share, isClosing: false }));
      await tell({ share: 1, isClosing: true });
      await sink.close();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  },
};

async function write(
  sink: FileSink,
  { file, format, edits: wanted, pictureBitsPerSecond, captions }: ExportTask,
  tell: (share: number) => Promise<void>,
): Promise<void> {
  await tell(0);
  const source = await openSource(file);
  const edits = editsAsCoded(wanted, source.rotation);
  const reached = paced((seconds: number) => tell(seconds / source.duration));
  try {
    const obstacle = obstacleTo(source.tracks, format, edits);
    if (obstacle !== undefined) throw new FailureError('export-failed', obstacle);
    if (format === 'gif' || format === 'png') {
      const writePictures = format === 'gif' ? writeGif : writePngs;
      await writePictures(sink, { ...pictureOf(source), edits, reached });
      return;
    }
    const plan = planExport(source.tracks, format, edits);
    await writeMediaFile(sink, { source, format, plan, edits, pictureBitsPerSecond, captions, reached });
  } finally {
    source.close();
  }
}

function pictureOf({ picture }: SourceFile) {
  if (picture === undefined) throw new FailureError('export-failed', 'no-picture');
  return picture;
}

/** What an error of the browser means for an export. */
const codes: Partial<Record<FailureCode, FailureCode>> = {
  'disk-full': 'export-disk-full',
  'permission-denied': 'export-not-writable',
};

function explain(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  const known = toFailure(error);
  return { ...known, code: codes[known.code] ?? 'export-failed' };
}

// A browser without it can still copy.
if ('VideoDecoder' in globalThis) globalThis.VideoDecoder = decodingFewFrames(VideoDecoder);

serveCalls(handlers, explain);
