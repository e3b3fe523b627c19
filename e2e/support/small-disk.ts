import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { run } from './run';

/** A separate disk, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** In bytes. */
  free(): Promise<number>;
  remove(): Promise<void>;
}

/**
 * Mounts a disk of this size.
 *
 * @throws Error without permission: it takes root, on Linux
 */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'timeslice-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch (error) {
    await rm(folder, { recursive: true });
    const who = getuid?.() === 0 ? 'root here may not' : 'only root on Linux may';
    throw new Error(`A full disk can't be staged: ${who} mount a tmpfs.`, { cause: error });
  }
  return {
    folder,
    async free() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    async remove() {
      // The browser's last processes may still be running.
      await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
