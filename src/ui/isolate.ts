/** Keeps the direction of a stranger's text, such as a page's title, from turning the sentence around it. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
