import { t } from '../extension/i18n';
import { FolderSetting } from '../folder/folder-setting';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { DeviceStep } from './device-step';
import type { Setup } from './model';
import { ReadyStep } from './ready-step';
import styles from './setup.module.css';
import { Step } from './step';
import { TabStep } from './tab-step';

/** The whole page: what to allow, and how to start. */
export function SetupView({ setup }: { readonly setup: Setup }) {
  return (
    <>
      <header class={styles.header}>
        <img class={styles.mark} src="/icons/idle-128.png" width="56" height="56" alt="" />
        <h1>{t('setupHeading')}</h1>
        <p>{t('setupLead')}</p>
      </header>
      {/* Each step has its buttons at once, which nothing moves later. */}
      {setup.ready.value && (
        <>
          <main class={styles.main}>
            <ol class={styles.steps}>
              {setup.isPinned.value === false && (
                <Step
                  id="pin"
                  icon={<Icon name="pin" />}
                  title={t('setupPinTitle')}
                  what={t('setupPin')}
                  state={undefined}
                />
              )}
              {setup.tab.isPossible && <TabStep row={setup.tab} isHidden={setup.isPinned.value === false} />}
              <DeviceStep setup={setup} row={setup.microphone} />
              <DeviceStep setup={setup} row={setup.camera} />
              {setup.folder.isPossible && (
                <Step
                  id="folder"
                  icon={<Icon name="folder" />}
                  title={t('folderTitle')}
                  what={t('folderWhat')}
                  state={undefined}
                >
                  <FolderSetting model={setup.folder} />
                </Step>
              )}
            </ol>
            <ReadyStep setup={setup} />
          </main>
          <footer class={styles.footer}>
            <Button kind="plain" icon={<Icon name="library" />} onClick={() => void setup.openLibrary()}>
              {t('openLibrary')}
            </Button>
          </footer>
        </>
      )}
    </>
  );
}
