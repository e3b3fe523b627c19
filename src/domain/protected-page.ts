const protectedSchemes = ['chrome:', 'chrome-untrusted:', 'devtools:', 'view-source:', 'edge:', 'brave:'];
const stores = ['https://chromewebstore.google.com/', 'https://chrome.google.com/webstore'];

/** Whether the address is one that the browser keeps from extensions. Where that is not known, it is the judge. */
export function isProtected(url: string): boolean {
  return (
    protectedSchemes.some((scheme) => url.startsWith(scheme)) || stores.some((store) => url.startsWith(store))
  );
}
