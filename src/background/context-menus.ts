import { browser } from '../extension/browser';
import { type MessageKey, t } from '../extension/i18n';
import { canCaptureTabs } from '../extension/tab-capture';

/** The id of the item that records, or stops. */
export const recordItem = 'record';
/** The id of the item that opens the library. */
export const libraryItem = 'library';

/** What the item says while nothing is recorded. */
const recordText = (): MessageKey => (canCaptureTabs() ? 'menuRecordThisTab' : 'startRecording');

/** Creates the items; the browser keeps them until the extension is updated. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id: recordItem, title: t(recordText()), contexts: ['all'] });
  browser.contextMenus.create({ id: libraryItem, title: t('menuOpenLibrary'), contexts: ['action'] });
}

/** "Record this tab" or "Start recording", or "Stop recording" while one runs. */
export async function showMenu(recording: boolean): Promise<void> {
  const title = t(recording ? 'menuStopRecording' : recordText());
  // Not there yet right after the installation, which creates it with the right title.
  await browser.contextMenus.update(recordItem, { title }).catch(() => undefined);
}
