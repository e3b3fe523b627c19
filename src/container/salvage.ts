/** Bytes that replace as many of a file. */
export interface Patch {
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is complete of the last Cluster or fragment of a file that was broken off in it. */
export interface Salvage<Part> {
  /** To be joined after the other parts; it covers no bytes. */
  readonly part: Part;
  /** What has to change in the file, so that the part is true. */
  readonly patches: readonly Patch[];
}

/** A file with patches, by reference. @param patches in any order, without overlaps */
export function withPatches(file: Blob, patches: readonly Patch[]): Blob {
  const pieces: BlobPart[] = [];
  let at = 0;
  for (const { offset, bytes } of patches.toSorted((one, other) => one.offset - other.offset)) {
    pieces.push(file.slice(at, offset), bytes);
    at = offset + bytes.length;
  }
  return at === 0 ? file : new Blob([...pieces, file.slice(at)], { type: file.type });
}
