import { expect, it } from 'vitest';
import { openChosen } from './file-sink';

const refuse = (name: string) => () => Promise.reject(new DOMException('no', name));

function handleOf(file: Partial<FileSystemWritableFileStream>): FileSystemFileHandle {
  return { createWritable: async () => file } as unknown as FileSystemFileHandle;
}

it('says that a file can’t be written if it is locked, gone or changed', async () => {
  const failure = { code: 'export-not-writable' };
  const locked = { createWritable: refuse('NoModificationAllowedError') } as unknown as FileSystemFileHandle;
  await expect(openChosen(locked)).rejects.toMatchObject({ failure });
  const sink = await openChosen(
    handleOf({ write: refuse('NotFoundError'), close: refuse('InvalidStateError') }),
  );
  await expect(sink.write(new Uint8Array(1), 0)).rejects.toMatchObject({ failure });
  await expect(sink.close()).rejects.toMatchObject({ failure });
});

it('passes on what else the browser throws', async () => {
  const sink = await openChosen(handleOf({ write: refuse('QuotaExceededError') }));
  await expect(sink.write(new Uint8Array(1), 0)).rejects.toMatchObject({ name: 'QuotaExceededError' });
});
