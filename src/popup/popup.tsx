import { FoundNotice } from './found-notice';
import type { Popup } from './model';
import { PopupFailure } from './popup-failure';
import { PopupHeader } from './popup-header';
import { RecordingView } from './recording-view';
import { SetupView } from './setup-view';
import { useMainFocus } from './use-main-focus';

/** The whole popup: what is going on, what went wrong, and what can be done. */
export function PopupView({ popup }: { readonly popup: Popup }) {
  const isIdle = popup.snapshot.value.session.state === 'inactive';
  const main = useMainFocus(popup.ready.value, isIdle);
  return (
    <>
      <PopupHeader popup={popup} />
      <main ref={main} aria-busy={!popup.ready.value}>
        {isIdle && <FoundNotice popup={popup} />}
        <PopupFailure popup={popup} />
        {popup.ready.value && (isIdle ? <SetupView popup={popup} /> : <RecordingView popup={popup} />)}
      </main>
    </>
  );
}
