import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, FailureError, failure, toFailure, toStorageFailure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import { fileName } from '../files/file-name';
import type { CopyWatch } from '../files/media-reader';
import { createMutex } from '../messaging/mutex';
import type { EndUse } from '../storage/locks';
import type { Edits } from './edits';
import { encodedPictureRate } from './estimate';
import type { ExportRunner } from './export-runner';
import type { ExportTarget } from './export-target';
import { type ExportFormat, extensionOf, mimeTypeOf, tracksOf } from './formats';
import { sourceOf } from './offer';
import { timeLeftMs } from './time-left';

/** How far an export is. */
export type ExportState =
  | { readonly what: 'waiting' }
  /** A file of very many pieces is copied first. `share`: from 0 to 1. */
  | { readonly what: 'preparing'; readonly share: number }
  /** `share`: from 0 to 1; `leftMs`: `undefined` while it can't be said. */
  | { readonly what: 'running'; readonly share: number; readonly leftMs: number | undefined }
  /** Everything is written, and the browser completes the file. */
  | { readonly what: 'closing' }
  /** What is under way is being given up. */
  | { readonly what: 'canceling' }
  | { readonly what: 'done'; readonly isKept: boolean }
  | { readonly what: 'failed'; readonly failure: Failure };

/** One export. */
export interface ExportJob {
  readonly id: number;
  /** The name of its file. */
  readonly name: string;
  readonly state: ExportState;
}

/** What exports need from outside. */
export interface ExportsDeps {
  /** The file of a recording. @throws Error if it can't be read */
  readonly open: (recording: Recording, watch: CopyWatch) => Promise<Blob>;
  /** Keeps every page from deleting the media meanwhile. */
  readonly useMedia: (recording: Recording) => Promise<EndUse>;
  /** Called when a use has ended: another page may have left a deletion to this one. */
  readonly onEnd: () => Promise<void>;
  /** Asks where to save a file; `undefined` if the user closed the dialog. */
  readonly chooseTarget: (name: string, mimeType: string) => Promise<ExportTarget | undefined>;
  readonly runner: ExportRunner;
  /** In ms. */
  readonly now: () => number;
}

/** The exports of a page. One is made after the other. */
export interface Exports {
  /** The recording that the dialog is open for. */
  readonly dialogFor: ReadonlySignal<Recording | undefined>;
  /** The oldest first. */
  readonly jobs: ReadonlySignal<readonly ExportJob[]>;
  /** Whether closing the page would end an export. */
  readonly isBusy: ReadonlySignal<boolean>;
  openDialog(recording: Recording): void;
  closeDialog(): void;
  /** Asks for a file, and exports into it in turn. */
  start(recording: Recording, format: ExportFormat, edits: Edits): Promise<void>;
  /** Ends an export, and leaves nothing of it. */
  cancel(id: number): void;
  /** Downloads an export once more. */
  deliver(id: number): Promise<void>;
  /** Takes an export off the list. */
  dismiss(id: number): void;
}

interface Work {
  readonly recording: Recording;
  readonly format: ExportFormat;
  readonly edits: Edits;
  readonly target: ExportTarget;
  readonly abort: AbortController;
}

/** Nothing is exported yet. */
export function createExports(deps: ExportsDeps): Exports {
  const dialogFor = signal<Recording | undefined>(undefined);
  const jobs = signal<readonly ExportJob[]>([]);
  const works = new Map<number, Work>();
  let lastId = 0;
  let isChoosing = false;
  const oneByOne = createMutex();

  const show = (id: number, state: ExportState) => {
    jobs.value = jobs.value.map((job) => (job.id === id ? { ...job, state } : job));
  };
  const forget = (id: number) => {
    jobs.value = jobs.value.filter((job) => job.id !== id);
    works.delete(id);
  };

  const make = async (id: number, { recording, format, edits, target, abort }: Work) => {
    let startedAt = deps.now();
    show(id, { what: 'running', share: 0, leftMs: undefined });
    const endUse = await deps.useMedia(recording);
    try {
      const progress = (share: number) => {
        if (!abort.signal.aborted) show(id, { what: 'preparing', share });
      };
      const file = await deps.open(recording, { signal: abort.signal, progress });
      // The copy took its own time.
      startedAt = deps.now();
      // It may have been deleted while the export waited.
      if (file.size === 0) throw new FailureError('recording-not-found', recording.id);
      await deps.runner.run(
        {
          file,
          format,
          edits,
          pictureBitsPerSecond: encodedPictureRate(sourceOf(recording), edits),
          captions: recording.captions ?? [],
          handle: target.handle,
          isKept: target.isKept,
        },
        ({ share, isClosing }) => {
          const leftMs = timeLeftMs(deps.now() - startedAt, share);
          show(id, isClosing ? { what: 'closing' } : { what: 'running', share, leftMs });
        },
        abort.signal,
      );
    } finally {
      await endUse();
      await deps.onEnd();
    }
    await target.deliver();
    show(id, { what: 'done', isKept: target.isKept });
  };

  const inTurn = async (id: number, work: Work) => {
    const { signal } = work.abort;
    if (signal.aborted) return;
    try {
      await make(id, work);
    } catch (error) {
      await work.target.discard();
      if (signal.aborted) forget(id);
      else show(id, { what: 'failed', failure: failureOf(error) });
    }
  };

  return {
    dialogFor,
    jobs,
    isBusy: computed(() => jobs.value.some(({ state }) => !['done', 'failed'].includes(state.what))),
    openDialog(recording) {
      dialogFor.value = recording;
    },
    closeDialog() {
      dialogFor.value = undefined;
    },
    async start(recording, format, edits) {
      // The browser refuses a second dialog while one is open.
      if (isChoosing) return;
      isChoosing = true;
      const id = ++lastId;
      const tracks = tracksOf(recording.mimeType);
      const name = fileName(recording.name, extensionOf(format, tracks));
      try {
        const target = await deps.chooseTarget(name, mimeTypeOf(format, tracks));
        if (target === undefined) return;
        const work: Work = { recording, format, edits, target, abort: new AbortController() };
        works.set(id, work);
        jobs.value = [...jobs.value, { id, name: target.name, state: { what: 'waiting' } }];
        void oneByOne(() => inTurn(id, work));
      } catch (error) {
        const state: ExportState = { what: 'failed', failure: failureOf(error) };
        jobs.value = [...jobs.value, { id, name, state }];
      } finally {
        isChoosing = false;
      }
    },
    cancel(id) {
      const work = works.get(id);
      const what = jobs.value.find((job) => job.id === id)?.state.what;
      if (work === undefined || (what !== 'waiting' && what !== 'preparing' && what !== 'running')) return;
      work.abort.abort();
      if (what !== 'waiting') {
        show(id, { what: 'canceling' });
        return;
      }
      // Nothing is under way that would notice.
      forget(id);
      void work.target.discard();
    },
    deliver: async (id) => works.get(id)?.target.deliver(),
    dismiss(id) {
      const work = works.get(id);
      if (work?.target.isKept) void work.target.discard();
      forget(id);
    },
  };
}

/** What the browser threw outside the worker is of the storage, but for a refusal of the file. */
function failureOf(error: unknown): Failure {
  const { code, detail } = toFailure(error);
  if (code === 'permission-denied') return failure('export-not-writable', detail);
  const known = toStorageFailure(error);
  return known.code === 'disk-full' ? failure('export-disk-full', known.detail) : known;
}
