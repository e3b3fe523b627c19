import { locale, type MessageKey, t } from '../extension/i18n';

/** Sets the language and the title of a page. */
export function preparePage(title: MessageKey): void {
  document.documentElement.lang = locale();
  document.title = t(title);
}

/** The element that a page is rendered into. */
export function pageRoot(): HTMLElement {
  return document.getElementById('root') ?? document.body;
}
