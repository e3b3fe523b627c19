import { PopupFailure } from './after/popup-failure';
import { FoundNotice } from './after/recovered-notice';
import { RescueNotice } from './after/rescue-notice';
import { IdleView } from './before/idle-view';
import { CountdownView } from './during/countdown-view';
import { RecordingView } from './during/recording-view';
import type { Popup } from './model/model';
import { PopupHeader } from './popup-header';
import { useMainFocus } from './use-main-focus';

/** The whole popup: what is going on, what went wrong, and what can be done. */
export function PopupView({ popup }: { readonly popup: Popup }) {
  const view = viewOf(popup);
  const main = useMainFocus(popup.ready.value, view);
  return (
    <>
      <PopupHeader popup={popup} />
      <main ref={main} aria-busy={!popup.ready.value}>
        {/* A button that is pressed before the options are read would overwrite them with the defaults. */}
        {popup.ready.value && (
          <>
            {view === 'idle' && <FoundNotice popup={popup} />}
            {view === 'idle' && <RescueNotice popup={popup} />}
            <PopupFailure popup={popup} />
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
