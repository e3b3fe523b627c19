import type { Popup } from './model';
import { PopupFailure } from './popup-failure';
import { PopupHeader } from './popup-header';
import { RecordingView } from './recording-view';
import { SetupView } from './setup-view';

/** The whole popup: what is going on, what went wrong, and what can be done. */
export function PopupView({ popup }: { readonly popup: Popup }) {
  const isIdle = popup.snapshot.value.session.state === 'inactive';
  return (
    <>
      <PopupHeader popup={popup} />
      <main aria-busy={!popup.ready.value}>
        <PopupFailure popup={popup} />
        {popup.ready.value && (isIdle ? <SetupView popup={popup} /> : <RecordingView popup={popup} />)}
      </main>
    </>
  );
}
