import { chaptersOf, type MediaEvent, mostChapters } from '../../domain/media-event';
import { ContainerError } from '../container-error';
import { type Element, ids, readElements, readUint } from './ebml';
import { dataOf, findElements } from './webm-elements';
import type { WebmPart } from './webm-part';

/** Larger Chapters are not read, in bytes: a thousand titles of a line take a tenth of it. */
const largestChapters = 2 ** 20;

/**
 * The chapters of a WebM or Matroska file (RFC 9559, section 5.1.7), before or after its Clusters: the outer ones of the
 * default edition. None if they can't be understood.
 *
 * @param part the joined parts of all of it; it has a header
 * @throws DOMException if it can't be read
 */
export async function readWebmChapters(
  file: Blob,
  { header, complete }: WebmPart,
): Promise<readonly MediaEvent[]> {
  if (header === undefined) return [];
  const { before, after } = await findElements(file, header.mediaStart, complete);
  const chapters = [...before, ...after].find(({ id }) => id === ids.Chapters);
  if (chapters === undefined || chapters.end - chapters.data > largestChapters) return [];
  const data = await dataOf(file, chapters);
  if (data === undefined) return [];
  try {
    const editions = [...readElements(data, 0)].filter(({ id }) => id === ids.EditionEntry);
    const edition = editions.find((one) => uintIn(one, ids.EditionFlagDefault) === 1) ?? editions[0];
    return chaptersOf(edition === undefined ? [] : atomsOf(edition));
  } catch (error) {
    if (error instanceof ContainerError) return [];
    throw error;
  }
}

function atomsOf(edition: Element) {
  return childrenOf(edition, ids.ChapterAtom)
    .filter((atom) => uintIn(atom, ids.ChapterFlagHidden) !== 1)
    .slice(0, mostChapters)
    .map((atom) => {
      const [display] = childrenOf(atom, ids.ChapterDisplay);
      const [title] = display === undefined ? [] : childrenOf(display, ids.ChapString);
      const atNs = uintIn(atom, ids.ChapterTimeStart) ?? 0;
      return { atMs: atNs / 1e6, title: new TextDecoder().decode(title?.data) };
    });
}

function childrenOf({ data, bytes, offset }: Element, wanted: number): readonly Element[] {
  return [...readElements(data, offset + bytes.length - data.length)].filter(({ id }) => id === wanted);
}

function uintIn(parent: Element, id: number): number | undefined {
  const [child] = childrenOf(parent, id);
  return child === undefined ? undefined : readUint(child.data, child.offset, id);
}
