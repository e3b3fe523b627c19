import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import type { Popup } from '../model/model';
import { ActionBar } from '../parts/action-bar';
import { InputList } from '../parts/input-list';
import { CameraSwitch, MicrophoneSwitch } from './device-switches';
import styles from './idle-view.module.css';
import { MoreOptions } from './more-options';
import { SourceChoice } from './source-choice';
import { SizeLine, UnpinnedNote, WrongNumberNote } from './start-notes';

/** What to record and how, and the big button. */
export function IdleView({ popup }: { readonly popup: Popup }) {
  return (
    <form
      class={styles.view}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        if (popup.canStart.value) void popup.start();
      }}
    >
      <SourceChoice popup={popup} />
      <InputList>
        <MicrophoneSwitch popup={popup} />
        <CameraSwitch popup={popup} />
      </InputList>
      <ActionBar above={<MoreOptions popup={popup} />}>
        <Button
          kind="record"
          type="submit"
          icon={<span class={styles.dot} aria-hidden="true" />}
          shortcut={popup.shortcuts.value.toggleRecording}
          disabled={!popup.canStart.value && !popup.starting.value}
          // Busy, it keeps the focus: a start that was refused or canceled isn't over until the popup knows how it ended.
          aria-disabled={popup.starting.value}
          {...(popup.wrongNumber.value === undefined ? {} : { 'aria-describedby': 'wrong-number' })}
          data-main
        >
          {t('startRecording')}
        </Button>
        <WrongNumberNote popup={popup} />
        <SizeLine popup={popup} />
        <UnpinnedNote popup={popup} />
      </ActionBar>
    </form>
  );
}
