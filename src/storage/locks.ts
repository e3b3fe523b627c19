/** Takes the Web Lock of that name and resolves, once it is held, to what releases it. */
export function holdLock(name: string, mode: LockMode = 'exclusive'): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { mode }, () => new Promise<void>((release) => resolve(() => release())))
      .catch(reject);
  });
}
