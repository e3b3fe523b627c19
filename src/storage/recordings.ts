import { type Clip, mediaOf, wholeOf } from '../domain/clip';
import type { Media, MediaId } from '../domain/media';
import type { Recording, RecordingId, Totals } from '../domain/recording';
import { createChanges } from './changes';
import { parseClip } from './clip-row';
import { openDatabase, openRenewed } from './database';
import { parseFolder } from './folder';
import { announceCopies, folderStores, queueIn } from './folder-copies';
import { joinRecording } from './join-recording';
import { parseMedia } from './media-row';
import { outcomeOf } from './outcome';
import { readRows } from './read-rows';

const changes = createChanges('timeslice:recordings');

/** The object stores that a recording is in, without its slices. */
const stores = ['clips', 'media'] as const;

/**
 * Writes the media of a new recording and, with the same id, the clip of all of it, in one transaction.
 *
 * @param toFolder whether it is to be saved to the user's folder once it is finished, even if others are not
 * @throws DOMException if the database refuses, or has either with that id
 */
export async function createRecording(recording: Recording, toFolder = false): Promise<void> {
  const { name, deletedAt, ranges: _all, ...media } = recording;
  const { id, createdAt } = media;
  const hidden = deletedAt === undefined ? {} : { deletedAt };
  const clip: Clip = { id, name, createdAt, ranges: wholeOf(id), ...hidden };
  const database = await openDatabase();
  const ofFolder = toFolder ? folderStores(database) : [];
  const transaction = database.transaction([...stores, ...ofFolder], 'readwrite', { durability: 'strict' });
  const requests: Promise<unknown>[] = [
    transaction.objectStore('media').add(media),
    transaction.objectStore('clips').add(clip),
  ];
  if (ofFolder.length > 0) requests.push(queueIn(transaction, id));
  await outcomeOf(transaction, Promise.all(requests));
  announceChange();
}

/** What changes in a clip. */
type ClipChange = Partial<Pick<Clip, 'name'>> & {
  readonly [Name in 'deletedAt' | 'captions']?: Clip[Name] | undefined;
};

/** What changes in the media of a recording, until its end is known. */
type MediaChange = Partial<
  Pick<Media, 'state' | 'failure' | 'marks' | 'matrix' | 'events' | 'lastCommitMs'> & Totals
>;

/**
 * Changes a clip, and the media with its id, if they still exist, in one transaction. If that
 * finishes the recording, and the folder is on, the same transaction queues its copy: no crash can fall between them.
 *
 * @returns whether the clip did
 * @throws DOMException if the database refuses
 */
export async function updateRecording(id: RecordingId, change: ClipChange & MediaChange): Promise<boolean> {
  const ofClip: ClipChange = pick(change, (field) => clipFields.includes(field));
  const ofMedia: MediaChange = pick(change, (field) => !clipFields.includes(field));
  const database = await openDatabase();
  const ofFolder = isFinished(ofMedia) ? folderStores(database) : [];
  const transaction = database.transaction([...stores, ...ofFolder], 'readwrite', { durability: 'strict' });
  const [clips, media] = [transaction.objectStore('clips'), transaction.objectStore('media')];
  const queue = async () => {
    const folder = parseFolder(await transaction.objectStore('folder').get('folder'));
    if (folder?.isOn === true) await queueIn(transaction, id);
  };
  const put = async () => {
    const [clip, row] = await Promise.all([clips.get(id), media.get(id)]);
    const isWanted = (fields: object) => Object.keys(fields).length > 0;
    await Promise.all([
      clip !== undefined && isWanted(ofClip) && clips.put({ ...clip, ...ofClip } as typeof clip),
      row !== undefined && isWanted(ofMedia) && media.put({ ...row, ...ofMedia }),
      // The user has a file that was opened already.
      row !== undefined && row.source !== 'file' && ofFolder.length > 0 && queue(),
    ]);
    return clip !== undefined;
  };
  const isThere = await outcomeOf(transaction, put());
  announceChange();
  if (ofFolder.length > 0) announceCopies();
  return isThere;
}

/** Whether media ends with this change. */
function isFinished({ state }: MediaChange): boolean {
  return state === 'complete' || state === 'interrupted';
}

const clipFields: readonly string[] = ['name', 'deletedAt', 'captions'] satisfies (keyof ClipChange)[];

/** The fields with names that are wanted, also those that are set to `undefined`. */
function pick(fields: object, isWanted: (name: string) => boolean): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name)));
}

/**
 * Remembers whether all slices of a recording are intact, unless the disk is full. No page shows that, so the change is
 * not announced.
 *
 * @throws DOMException if the database refuses
 */
export async function markIntact(id: RecordingId, isIntact: boolean): Promise<void> {
  const database = await openRenewed();
  if (database === undefined) return;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' });
  const media = transaction.objectStore('media');
  const mark = async (mediaId: MediaId) => {
    const row = await media.get(mediaId);
    if (row !== undefined) await media.put(withIntact(row, isIntact));
  };
  const markAll = async () => {
    const clip = parseClip(await transaction.objectStore('clips').get(id));
    await Promise.all(clip === undefined ? [] : mediaOf(clip).map(mark));
  };
  await outcomeOf(transaction, markAll());
}

/** Without the name that earlier versions used, which would still be read. */
function withIntact(row: Media & { readonly isSound?: unknown }, isIntact: boolean): Media {
  const { isSound: _earlier, isIntact: _before, ...rest } = row;
  return isIntact ? { ...rest, isIntact } : rest;
}

/** The recording with that id, hidden or not. @throws DOMException if it can't be read */
export async function findRecording(id: RecordingId): Promise<Recording | undefined> {
  const transaction = (await openDatabase()).transaction(stores);
  const clip = parseClip(await transaction.objectStore('clips').get(id));
  if (clip === undefined) return undefined;
  const store = transaction.objectStore('media');
  const rows = await Promise.all(mediaOf(clip).map((mediaId) => store.get(mediaId)));
  return joinRecording(clip, byId(rows.flatMap((row) => parseMedia(row) ?? [])));
}

/** Every recording that is not hidden, the newest first. @throws DOMException if they can't be read */
export async function listRecordings(): Promise<Recording[]> {
  return [...(await listWithSize()).recordings];
}

/** Recordings, and what all media takes on the disk. */
export interface Listed {
  /** The newest first. */
  readonly recordings: readonly Recording[];
  /** The bytes of all media that has ended, each counted once, also of hidden recordings. */
  readonly mediaBytes: number;
}

/** Every recording that is not hidden, and the size of all media. @throws DOMException if they can't be read */
export async function listWithSize(): Promise<Listed> {
  const { recordings, mediaBytes } = await readAll();
  return { recordings: recordings.filter(({ deletedAt }) => deletedAt === undefined), mediaBytes };
}

/** Every recording, hidden or not, the newest first. @throws DOMException if they can't be read */
export async function listAll(): Promise<readonly Recording[]> {
  return (await readAll()).recordings;
}

async function readAll(): Promise<Listed> {
  const transaction = (await openDatabase()).transaction(stores);
  const [clips, media] = await Promise.all([
    readRows(transaction.objectStore('clips'), parseClip),
    readRows(transaction.objectStore('media'), parseMedia),
  ]);
  const known = byId(media);
  return {
    recordings: clips
      .map((clip) => joinRecording(clip, known))
      .sort((one, other) => other.createdAt - one.createdAt),
    mediaBytes: media.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function byId(media: readonly Media[]): ReadonlyMap<MediaId, Media> {
  return new Map(media.map((each) => [each.id, each]));
}

/** Calls back after every change of a recording, in any context. @returns stops it */
export const onRecordingsChanged = changes.listen;

/** Announces to every context that a recording has changed. */
export const announceChange = changes.announce;
