import { type FormatChoice, mp4AudioChoices } from '../../domain/format';
import type { Surface } from '../../domain/options';
import { hasDrafts, mayMissMs } from '../../domain/recording';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { FieldHint, SelectField } from '../../ui/fields';
import { formatNames } from '../../ui/format-names';
import { formatInterval } from '../../ui/formats';
import { Warning } from '../../ui/warning';
import type { Choices } from '../model/choices';
import { custom } from '../model/number-choice';
import { none } from '../model/number-choices';
import { NumberField } from './number-field';

interface FileFieldProps {
  readonly choices: Choices;
}

const noteId = 'timeslice-note';
const wholeNumber: MessageKey = 'timesliceCustomError';

/** The select "Timeslice", with what the choice means for a recording. */
export function TimesliceField({ choices }: FileFieldProps) {
  return (
    <NumberField
      choices={choices}
      field="timesliceMs"
      label={t('timesliceLabel')}
      nameOf={timesliceName}
      unit={t('timesliceCustomLabel')}
      error={wholeNumber}
      describedBy={noteId}
    >
      {choices.numbers.timesliceMs.choice.value === none ? (
        <Warning id={noteId}>{t('timesliceNoneWarning')}</Warning>
      ) : (
        <FieldHint id={noteId}>{timesliceHint(choices)}</FieldHint>
      )}
    </NumberField>
  );
}

/** How much a crash loses: with a timeslice over 1 s, a draft goes to disk every second. */
function timesliceHint({ slowerCadenceMs, options }: Choices): string {
  const slower = slowerCadenceMs.value;
  if (slower !== undefined) return t('timesliceCadence', formatInterval(slower, locale(), t));
  const { timesliceMs } = options.value;
  if (!hasDrafts(timesliceMs)) return t('timesliceHint');
  const lost = mayMissMs({ format: 'webm-vp9', timesliceMs }) ?? 0;
  return t('timesliceHintLong', formatInterval(lost, locale(), t));
}

function timesliceName(name: string): string {
  if (name === custom) return t('timesliceCustom');
  if (name === none) return t('timesliceNone');
  return formatInterval(Number(name), locale(), t);
}

/** The select "Format": what this browser can record, and what each format is good for. */
export function FormatField({ choices }: FileFieldProps) {
  const mp4Audio = choices.mp4Audio.value;
  return (
    <div>
      <SelectField
        id="format"
        label={t('formatLabel')}
        layout="stacked"
        value={choices.options.value.format}
        options={choices.formats.map((value) => ({ value, label: formatLabel(value) }))}
        onChange={(format) => choices.change({ format })}
      />
      {mp4Audio !== undefined && (
        <FieldHint id="mp4-audio-note">{t(mp4Audio === 'aac' ? 'mp4AacHint' : 'mp4OpusHint')}</FieldHint>
      )}
    </div>
  );
}

const mp4AudioNames = { aac: 'mp4AudioAac', opus: 'mp4AudioOpus' } as const satisfies Record<
  string,
  MessageKey
>;

/** The select "MP4 audio", where there is a choice. */
export function Mp4AudioField({ choices }: FileFieldProps) {
  if (!choices.canUseAac.value) return null;
  return (
    <SelectField
      id="mp4-audio"
      label={t('mp4AudioLabel')}
      value={choices.options.value.mp4Audio}
      options={mp4AudioChoices.map((value) => ({ value, label: t(mp4AudioNames[value]) }))}
      onChange={(mp4Audio) => choices.change({ mp4Audio })}
    />
  );
}

function formatLabel(choice: FormatChoice): string {
  const { name, word } = formatNames[choice];
  return t('formatOption', t(name), t(word));
}

const surfaces: Record<Surface, MessageKey> = {
  monitor: 'surfaceMonitor',
  window: 'surfaceWindow',
  browser: 'surfaceBrowser',
};

/** The pane that the browser's picker opens on. */
export function SurfaceField({ choices }: FileFieldProps) {
  return (
    <SelectField
      id="surface"
      label={t('surfaceLabel')}
      value={choices.options.value.surface}
      options={Object.entries(surfaces).map(([value, text]) => ({ value, label: t(text) }))}
      onChange={(surface) => choices.change({ surface: surface as Surface })}
    />
  );
}
