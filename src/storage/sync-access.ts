/** TypeScript's DOM library has it only for workers. */
export interface SyncAccessHandle {
  getSize(): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** A file of the origin, in a worker. @see https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle */
export interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}
