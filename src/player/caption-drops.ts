/** Calls back with a caption file that is dropped there; other files are left to others. @returns stops it */
export function listenToDrops(target: HTMLElement, onFile: (file: File) => void): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  target.addEventListener(
    'dragover',
    (event) => {
      // Names are known only once it is dropped.
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    },
    options,
  );
  target.addEventListener(
    'drop',
    (event) => {
      const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => /\.(?:vtt|srt)$/i.test(name));
      // Else the browser would leave the page for the file.
      event.preventDefault();
      if (file === undefined) return;
      event.stopPropagation();
      onFile(file);
    },
    options,
  );
  return () => listening.abort();
}
