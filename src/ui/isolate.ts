/** Isolates foreign text, such as a page's title, so that its direction can't reorder the sentence around it. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
