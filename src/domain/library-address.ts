import * as v from 'valibot';
import { idSchema } from './media';

const hashSchema = v.pipe(
  v.string(),
  v.transform((hash) => {
    const [id = '', command] = hash.replace(/^#/, '').split('/');
    return { id, plays: command === 'play' };
  }),
  v.object({
    id: idSchema,
    /** Whether to play it at once. */
    plays: v.boolean(),
  }),
  v.readonly(),
);

/** What the address of the library says of a recording. */
export type LibraryAddress = v.InferOutput<typeof hashSchema>;

/** The hash of the library's address: `id`, or `id/play`; without `#`. */
export function toLibraryHash({ id, plays }: LibraryAddress): string {
  return plays ? `${id}/play` : id;
}

/** Reads the hash of the library's address; `undefined` if it names no recording. */
export function parseLibraryHash(hash: unknown): LibraryAddress | undefined {
  const address = v.safeParse(hashSchema, hash);
  return address.success ? address.output : undefined;
}
