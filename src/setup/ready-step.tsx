import { t } from '../extension/i18n';
import { isolate } from '../ui/isolate';
import type { Setup } from './model';
import styles from './ready-step.module.css';
import { StepHint } from './step';
import { ToolbarPicture } from './toolbar-picture';

/** How to start a recording, and where the button is. */
export function ReadyStep({ setup }: { readonly setup: Setup }) {
  const key = setup.shortcuts.value.toggleRecording;
  const isHidden = setup.isPinned.value === false;
  const open = isHidden ? t('setupReadyHidden') : t('setupReadyOpen');
  const openOrPress = (name: string) =>
    isHidden ? t('setupReadyHiddenKey', isolate(name)) : t('setupReadyOpenKey', isolate(name));
  return (
    <section class={styles.ready} aria-labelledby="ready-title">
      <ToolbarPicture isHidden={isHidden} />
      <div class={styles.text}>
        <h2 id="ready-title">{t('setupReady')}</h2>
        <p>{key === undefined ? open : openOrPress(key)}</p>
        <StepHint>{t('setupReadyPicker')}</StepHint>
      </div>
    </section>
  );
}
