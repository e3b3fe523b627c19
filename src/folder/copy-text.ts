import type { FolderCopy } from '../domain/folder-copy';
import { t } from '../extension/i18n';
import { failureTexts } from '../ui/failure-texts';
import { isolate } from '../ui/isolate';

/** What a copy is doing, in a sentence. */
export function copyText(copy: FolderCopy): string {
  switch (copy.state) {
    case 'queued':
      return t('copyQueued');
    case 'copying':
      return t('copyCopying');
    case 'saved':
      return t('copySaved', isolate(copy.fileName));
    case 'waiting':
      return t('copyWaiting');
    case 'failed':
      return t('copyFailed', t(failureTexts[copy.failure.code].what));
  }
}
