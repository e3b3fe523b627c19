/** What these tests use of Node; the pages' own code knows nothing of it. */
interface NodeProcess {
  readonly memoryUsage: { rss(): number };
  getBuiltinModule(name: 'node:v8'): { setFlagsFromString(flags: string): void };
  getBuiltinModule(name: 'node:vm'): { runInNewContext(code: string): unknown };
}

const { process } = globalThis as unknown as { readonly process: NodeProcess };

/** The memory of the process, in bytes. */
export function usedMemory(): number {
  return process.memoryUsage.rss();
}

/** Frees what nothing refers to any more, so that what is measured is what is needed. */
export function collectGarbage(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  (process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void)();
}
