import type { Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { ColorFile } from './color-files';
import { finishExport, forgetExport, openExport } from './export';
import { articles } from './library';
import { colorLabel, probeMedia } from './media-file';

/** An export of a recording of the palette. */
export interface ColorExport {
  /** The format of the recording. */
  readonly of: FormatId;
  /** How the name of the export's format begins. */
  readonly as: string;
  /** What a recording is that has the same container and the same video codec. */
  readonly like: FormatId;
  /** Whether it is turned by 180°. */
  readonly isTurned?: boolean;
}

/** What an export is called in a message. */
export function nameOf({ of, as, isTurned = false }: ColorExport): string {
  return `${of} as ${as}${isTurned ? ', turned' : ''}`;
}

/** One that is encoded from decoded frames, two from drawn ones, and a copy whose frames don't state their matrix. */
export const colorExports: readonly ColorExport[] = [
  { of: 'webm-vp9', as: 'Plays everywhere', like: 'mp4-h264' },
  { of: 'webm-vp9', as: 'WebM', like: 'webm-vp9', isTurned: true },
  { of: 'webm-vp8', as: 'WebM', like: 'webm-vp8' },
  { of: 'webm-vp8', as: 'WebM', like: 'webm-vp8', isTurned: true },
];

/**
 * Exports one of the recordings of the palette.
 *
 * @param library a library with these recordings alone, which may save files
 * @param files the recordings, the oldest first
 */
export async function exportColors(
  library: Page,
  files: readonly ColorFile[],
  { of, as, like, isTurned = false }: ColorExport,
): Promise<ColorFile> {
  const index = files.findIndex(({ format }) => format === of);
  const recorded = files[index];
  if (recorded === undefined) throw new Error(`${of} was not recorded`);
  const dialog = await openExport(library, articles(library).nth(files.length - 1 - index), as);
  if (isTurned) {
    await dialog.getByText('Crop, rotate, volume').click();
    await dialog.getByRole('combobox', { name: 'Rotate' }).selectOption('180');
  }
  // A second of the palette is too little for an estimate.
  const exported = await finishExport(library, dialog, Number.POSITIVE_INFINITY);
  await forgetExport(library, exported);
  const { video } = await probeMedia(exported.file);
  const { width = Number.NaN, height = Number.NaN } = video ?? {};
  return {
    ...recorded,
    file: exported.file,
    format: like,
    matrix: video && colorLabel(video).matrix === 'bt709' ? 'bt709' : 'bt601',
    height,
    places: isTurned ? recorded.places.map(({ x, y }) => ({ x: width - x, y: height - y })) : recorded.places,
  };
}
