import { browser } from '../extension/browser';
import { t } from '../extension/i18n';

/** The id of the item that records, or stops. */
export const recordItem = 'record';
/** The id of the item that opens the library. */
export const libraryItem = 'library';

/** Creates the items; the browser keeps them until the extension is updated. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id: recordItem, title: t('menuRecordThisTab'), contexts: ['all'] });
  browser.contextMenus.create({ id: libraryItem, title: t('menuOpenLibrary'), contexts: ['action'] });
}

/** "Record this tab", or "Stop recording" while one runs. */
export async function showMenu(recording: boolean): Promise<void> {
  const title = t(recording ? 'menuStopRecording' : 'menuRecordThisTab');
  // Not there yet right after the installation, which creates it with the right title.
  await browser.contextMenus.update(recordItem, { title }).catch(() => undefined);
}
