import { countdownsS, type WhenDone, whenDoneChoices } from '../../domain/options';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { FieldHint, SelectField } from '../../ui/fields';
import { formatInterval, formatMinutes, formatSize } from '../../ui/formats';
import { SwitchField } from '../../ui/switch-field';
import type { Choices } from '../model/choices';
import type { Popup } from '../model/model';
import { custom } from '../model/number-choice';
import { none } from '../model/number-choices';
import { NumberField } from './number-field';

interface StopFieldsProps {
  readonly popup: Pick<Popup, 'choices' | 'folder' | 'openSetup'>;
  /** Whether the source has audio, which can go silent. */
  readonly hasSound: boolean;
}

const whenDoneNames: Record<WhenDone, MessageKey> = {
  nothing: 'whenDoneNothing',
  library: 'whenDoneLibrary',
  player: 'whenDonePlayer',
  download: 'whenDoneDownload',
  folder: 'whenDoneFolder',
};

const noFolderHint = 'when-done-no-folder';

/** What stops the recording, and what happens to it then. */
export function StopFields({ popup, hasSound }: StopFieldsProps) {
  const { choices, folder } = popup;
  const { stopOnSilence, whenDone } = choices.options.value;
  const lacksFolder = whenDone === 'folder' && folder.isRead.value && folder.folder.value === undefined;
  return (
    <>
      <NumberField
        choices={choices}
        field="stopAfterMs"
        label={t('stopAfterLabel')}
        nameOf={(name) => limitName(name) ?? formatMinutes(Number(name), locale(), t)}
        unit={t('stopAfterUnit')}
      />
      <NumberField
        choices={choices}
        field="stopAtBytes"
        label={t('stopAtLabel')}
        nameOf={(name) => limitName(name) ?? formatSize(Number(name), locale())}
        unit={t('stopAtUnit')}
      />
      {hasSound && (
        <SwitchField
          id="stop-on-silence"
          label={t('stopOnSilence')}
          kind="option"
          checked={stopOnSilence}
          onChange={(on) => choices.change({ stopOnSilence: on })}
        />
      )}
      <SelectField
        id="when-done"
        label={t('whenDoneLabel')}
        value={whenDone}
        options={whenDoneChoices
          .filter((value) => value !== 'folder' || folder.isPossible)
          .map((value) => ({ value, label: t(whenDoneNames[value]) }))}
        onChange={(chosen) => choices.change({ whenDone: chosen })}
        describedBy={lacksFolder ? noFolderHint : undefined}
      >
        {lacksFolder && <NoFolder popup={popup} />}
      </SelectField>
    </>
  );
}

/** There is nowhere to save to; a page must ask, because the browser's dialog closes the popup. */
function NoFolder({ popup }: Pick<StopFieldsProps, 'popup'>) {
  return (
    <>
      <FieldHint id={noFolderHint}>{t('whenDoneNoFolder')}</FieldHint>
      <Button kind="quiet" onClick={() => void popup.openSetup()}>
        {t('folderChoose')}
      </Button>
    </>
  );
}

/** The select "Countdown". */
export function CountdownField({ choices }: { readonly choices: Choices }) {
  return (
    <SelectField
      id="countdown"
      label={t('countdownLabel')}
      value={String(choices.options.value.countdownS)}
      options={countdownsS.map((seconds) => ({
        value: String(seconds),
        label: seconds === 0 ? t('off') : formatInterval(seconds * 1000, locale(), t),
      }))}
      onChange={(value) =>
        choices.change({ countdownS: countdownsS.find((known) => String(known) === value) ?? 0 })
      }
    />
  );
}

function limitName(name: string): string | undefined {
  if (name === none) return t('stopNever');
  return name === custom ? t('stopCustom') : undefined;
}
