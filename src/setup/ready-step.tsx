import { t } from '../extension/i18n';
import { isolate } from '../ui/isolate';
import type { Setup } from './model';
import { ToolbarPicture } from './toolbar-picture';

/** How to begin, and how to keep the button in sight. */
export function ReadyStep({ setup }: { readonly setup: Setup }) {
  const key = setup.shortcuts.value.toggleRecording;
  const isHidden = setup.isPinned.value === false;
  return (
    <section class="ready" aria-labelledby="ready-title">
      <ToolbarPicture isHidden={isHidden} />
      <div class="ready-words">
        <h2 id="ready-title">{t('setupReady')}</h2>
        <p>{key === undefined ? t('setupReadyOpen') : t('setupReadyOpenKey', isolate(key))}</p>
        {isHidden && <p>{t('setupPin')}</p>}
        <p class="step-hint">{t('setupReadyPicker')}</p>
      </div>
    </section>
  );
}
