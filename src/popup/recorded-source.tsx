import type { TabReference } from '../domain/snapshot';
import { t } from '../platform/i18n';
import { Button } from '../ui/button';

interface RecordedSourceProps {
  /** Absent where the person picked the source in the browser's dialog. */
  readonly tab: TabReference | undefined;
  readonly goToIt: () => Promise<void>;
}

/** What is recorded, and the way to it. */
export function RecordedSource({ tab, goToIt }: RecordedSourceProps) {
  if (tab === undefined) return <p class="recorded recorded-picked">{t('pickedSource')}</p>;
  return (
    <div class="recorded">
      <bdi class="truncated" title={tab.title}>
        {tab.title ?? t('recordingNameTab')}
      </bdi>
      <Button kind="plain" onClick={() => void goToIt()}>
        {t('goToIt')}
      </Button>
    </div>
  );
}
