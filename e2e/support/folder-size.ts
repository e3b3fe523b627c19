import { run } from './run';

/** The size of a folder on disk, in bytes. */
export async function folderSize(folder: string): Promise<number> {
  // A file that disappears meanwhile is not a failure, but du exits with 1.
  const { stdout } = await run('sh', ['-c', 'du -s --block-size=1 -- "$1" || true', 'sh', folder]);
  return Number(stdout.toString().split('\t')[0]);
}
