import { useState } from 'preact/hooks';
import { defaultPattern } from '../domain/folder';
import { formats } from '../domain/format';
import { recordingName } from '../domain/recording-name';
import { t } from '../extension/i18n';
import { folderFileName } from '../files/folder-name';
import { Button } from '../ui/button';
import { FailureAlert } from '../ui/failure-alert';
import { FieldHint } from '../ui/fields';
import { Icon } from '../ui/icon';
import { isolate } from '../ui/isolate';
import { SwitchField } from '../ui/switch-field';
import { Warning } from '../ui/warning';
import styles from './folder-setting.module.css';
import type { FolderModel, ShownFolder } from './model';

interface FolderSettingProps {
  readonly model: FolderModel;
}

/** Whether finished recordings are saved to a folder, which one, and under which names. */
export function FolderSetting({ model }: FolderSettingProps) {
  const { value: folder } = model.folder;
  const { value: failure } = model.failure;
  /** Until the user has chosen a folder or canceled, the switch stays as clicked. */
  const [isAsking, setAsking] = useState(false);
  const turn = async (on: boolean) => {
    setAsking(on);
    await model.turn(on);
    setAsking(false);
  };
  return (
    <div class={styles.setting}>
      <SwitchField
        id="save-to-folder"
        label={t('folderSetting')}
        kind="row"
        checked={isAsking || folder?.isOn === true}
        disabled={!model.isRead.value}
        onChange={(on) => void turn(on)}
      />
      {failure !== undefined && <FailureAlert failure={failure} />}
      {folder !== undefined && <ChosenFolder model={model} folder={folder} />}
    </div>
  );
}

interface ChosenFolderProps extends FolderSettingProps {
  readonly folder: ShownFolder;
}

function ChosenFolder({ model, folder }: ChosenFolderProps) {
  return (
    <>
      <div class={styles.folder}>
        <Icon name="folder" />
        <bdi>{folder.name}</bdi>
        <Button kind="quiet" onClick={() => void model.choose()}>
          {t('folderChooseAnother')}
        </Button>
      </div>
      {!folder.isAllowed && (
        <div class={styles.permission}>
          <Warning>{t('folderNotAllowed', isolate(folder.name))}</Warning>
          <Button kind="primary" onClick={() => void model.allow()}>
            {t('folderAllow')}
          </Button>
        </div>
      )}
      <FieldHint id="folder-allow-hint">{t('folderAllowHint')}</FieldHint>
      <PatternField model={model} folder={folder} />
    </>
  );
}

/** The pattern of the file names, with an example that follows each key. */
function PatternField({ model, folder }: ChosenFolderProps) {
  const [typed, setTyped] = useState(folder.pattern);
  return (
    <div class={styles.pattern}>
      <label for="folder-pattern">{t('folderPattern')}</label>
      <input
        id="folder-pattern"
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={typed}
        placeholder={defaultPattern}
        aria-describedby="folder-pattern-hint folder-pattern-example"
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          void model.setPattern(value);
        }}
      />
      <FieldHint id="folder-pattern-hint">{t('folderPatternHint')}</FieldHint>
      <output id="folder-pattern-example" for="folder-pattern">
        {t('folderPatternExample', isolate(exampleOf(typed)))}
      </output>
    </div>
  );
}

/** How the recording of a tab that begins now would be named. */
function exampleOf(pattern: string): string {
  const at = new Date();
  const example = {
    name: recordingName(t('folderExampleTitle'), at),
    createdAt: at.getTime(),
    source: 'tab',
    format: formats[0].id,
  } as const;
  return folderFileName(example, pattern, t('fileSourceTab'));
}
