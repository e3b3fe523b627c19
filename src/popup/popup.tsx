import { t } from '../extension/i18n';
import { FolderNotice } from '../folder/folder-notice';
import { Warning } from '../ui/warning';
import { PopupFailure } from './after/popup-failure';
import { RescueNotice } from './after/rescue-notice';
import { RecoveredNotice, SavedNotice } from './after/saved-card';
import { IdleView } from './before/idle-view';
import { CountdownView } from './during/countdown-view';
import { RecordingView } from './during/recording-view';
import type { Popup } from './model/model';
import styles from './popup.module.css';
import { PopupHeader } from './popup-header';
import { useMainFocus } from './use-main-focus';

/** The whole popup: the state, failures and notices, and the view for the state. */
export function PopupView({ popup }: { readonly popup: Popup }) {
  const view = viewOf(popup);
  const main = useMainFocus(popup.ready.value, view);
  return (
    <>
      <PopupHeader popup={popup} />
      <main ref={main} class={styles.main} aria-busy={!popup.ready.value}>
        {/* A click before the options are loaded would overwrite them with the defaults. */}
        {popup.ready.value && (
          <>
            {popup.isDatabaseLate.value && <Warning>{t('databaseLate')}</Warning>}
            {view === 'idle' && <RecoveredNotice popup={popup} />}
            {view === 'idle' && <RescueNotice popup={popup} />}
            <PopupFailure popup={popup} />
            {view === 'idle' && <SavedNotice popup={popup} />}
            {view === 'idle' && (
              <FolderNotice
                model={popup.folder}
                allow={() => void popup.openLibrary()}
                openSettings={() => void popup.openSetup()}
              />
            )}
            <View view={view} popup={popup} />
          </>
        )}
      </main>
    </>
  );
}

type ViewName = 'idle' | 'countdown' | 'recording';

function viewOf(popup: Popup): ViewName {
  if (popup.snapshot.value.session.state === 'inactive') return 'idle';
  return popup.countdown.value === undefined ? 'recording' : 'countdown';
}

function View({ view, popup }: { readonly view: ViewName; readonly popup: Popup }) {
  if (view === 'idle') return <IdleView popup={popup} />;
  if (view === 'countdown') return <CountdownView popup={popup} seconds={popup.countdown.value ?? 1} />;
  return <RecordingView popup={popup} />;
}
