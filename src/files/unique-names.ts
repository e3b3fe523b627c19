/** A file name with a number before its extension: "a (2).webm"; the first is the name itself. */
export function numberedName(name: string, number: number): string {
  if (number === 1) return name;
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name} (${number})` : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
}

/** The names, each made different from those before it, also for file systems that ignore case. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    for (let number = 1; ; number += 1) {
      const unique = numberedName(name, number);
      const key = unique.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return unique;
    }
  });
}
