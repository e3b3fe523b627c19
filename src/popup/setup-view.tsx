import { t } from '../platform/i18n';
import { Button } from '../ui/button';
import { FormatField } from './format-field';
import type { Popup } from './model';
import { SourceChoice } from './source-choice';
import { TimesliceField } from './timeslice-field';

/** What to record and how, and the one big button. */
export function SetupView({ popup }: { readonly popup: Popup }) {
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
      <TimesliceField choices={popup.choices} />
      <FormatField choices={popup.choices} />
      <Button
        kind="record"
        type="submit"
        icon={<span class="record-dot" aria-hidden="true" />}
        shortcut={popup.shortcuts.value.toggleRecording}
        disabled={!popup.canStart.value && !popup.starting.value}
        data-main
      >
        {t('startRecording')}
      </Button>
    </form>
  );
}
