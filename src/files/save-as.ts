/** Downloads a `blob:` URL under a file name. */
export function saveAs(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Creates and revokes `blob:` URLs of this page. */
export const blobUrls = {
  create: (media: Blob) => URL.createObjectURL(media),
  revoke: (url: string) => URL.revokeObjectURL(url),
};
