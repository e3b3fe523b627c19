import type { Source } from '../../domain/options';
import type { TabReference } from '../../domain/plan';
import { type MessageKey, t } from '../../extension/i18n';
import { Button } from '../../ui/button';

interface RecordedSourceProps {
  readonly source: Source;
  /** Absent where it is not a tab that we know. */
  readonly tab: TabReference | undefined;
  readonly goToIt: () => Promise<void>;
}

const names: Record<Source, MessageKey> = {
  tab: 'recordingNameTab',
  picker: 'pickedSource',
  camera: 'sourceCamera',
  microphone: 'sourceMicrophone',
};

/** What is recorded, and the way to it. */
export function RecordedSource({ source, tab, goToIt }: RecordedSourceProps) {
  if (tab === undefined) return <p class="recorded recorded-picked">{t(names[source])}</p>;
  return (
    <div class="recorded">
      <bdi class="truncated" title={tab.title}>
        {tab.title ?? t(names[source])}
      </bdi>
      <Button kind="plain" onClick={() => void goToIt()}>
        {t('goToIt')}
      </Button>
    </div>
  );
}
