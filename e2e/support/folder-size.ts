import { run } from './run';

/** What a folder takes on the disk, in bytes. */
export async function folderSize(folder: string): Promise<number> {
  // A file that goes away under it is no failure, but du ends with 1.
  const { stdout } = await run('sh', ['-c', 'du -s --block-size=1 -- "$1" || true', 'sh', folder]);
  return Number(stdout.toString().split('\t')[0]);
}
