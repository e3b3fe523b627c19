/** The part of Node that these tests use; the types of the pages don't have it. */
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

/** Frees all unreachable memory, so that only the memory in use is measured. */
export function collectGarbage(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  (process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void)();
}
