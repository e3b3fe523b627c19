const protectedSchemes = ['chrome:', 'chrome-untrusted:', 'devtools:', 'view-source:', 'edge:', 'brave:'];
const stores = ['https://chromewebstore.google.com/', 'https://chrome.google.com/webstore'];

/** Whether the browser keeps extensions from the page at that address. For an address it does not know, the browser decides. */
export function isProtected(url: string): boolean {
  return (
    protectedSchemes.some((scheme) => url.startsWith(scheme)) || stores.some((store) => url.startsWith(store))
  );
}
