import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import type { Popup } from '../model/model';
import { CameraSwitch, MicrophoneSwitch } from './device-switches';
import { MoreOptions } from './more-options';
import { SizeLine } from './size-line';
import { SourceChoice } from './source-choice';
import { WrongNumberNote } from './wrong-number-note';

/** What to record and how, and the one big button. */
export function IdleView({ popup }: { readonly popup: Popup }) {
  return (
    <form
      class="setup"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        if (popup.canStart.value) void popup.start();
      }}
    >
      <SourceChoice popup={popup} />
      <div class="devices">
        <MicrophoneSwitch popup={popup} />
        <CameraSwitch popup={popup} />
      </div>
      <MoreOptions popup={popup} />
      <div class="start">
        <Button
          kind="record"
          type="submit"
          icon={<span class="record-dot" aria-hidden="true" />}
          shortcut={popup.shortcuts.value.toggleRecording}
          disabled={!popup.canStart.value && !popup.starting.value}
          {...(popup.wrongNumber.value === undefined ? {} : { 'aria-describedby': 'wrong-number' })}
          data-main
        >
          {t('startRecording')}
        </Button>
        <WrongNumberNote popup={popup} />
        <SizeLine popup={popup} />
      </div>
    </form>
  );
}
