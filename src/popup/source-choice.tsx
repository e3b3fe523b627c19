import type { ComponentChildren } from 'preact';
import type { Source } from '../domain/options';
import { type MessageKey, t } from '../platform/i18n';
import type { Popup } from './model';
import type { TabAccess } from './tab-access';

/** What stands beside "This tab", and whether it can be chosen at all. */
const tabNotes: Record<TabAccess, { readonly text?: MessageKey; readonly disabled: boolean }> = {
  granted: { disabled: false },
  ask: { text: 'tabAsk', disabled: false },
  denied: { text: 'tabDenied', disabled: false },
  'click-again': { text: 'tabClickAgain', disabled: true },
  protected: { text: 'tabProtected', disabled: true },
  missing: { text: 'tabMissing', disabled: true },
};

/** The radio group "Source". */
export function SourceChoice({ popup }: { readonly popup: Popup }) {
  const { text, disabled } = tabNotes[popup.access.value];
  return (
    <div class="source" role="radiogroup" aria-labelledby="source-label">
      <p id="source-label" class="field-label">
        {t('sourceLabel')}
      </p>
      <SourceOption
        popup={popup}
        value="tab"
        label={t('sourceTab')}
        disabled={disabled}
        note={popup.access.value}
      >
        {text === undefined ? <bdi class="truncated">{popup.tab.value?.title}</bdi> : t(text)}
      </SourceOption>
      <SourceOption popup={popup} value="picker" label={t('sourcePicker')} disabled={false}>
        {t('sourcePickerHint')}
      </SourceOption>
    </div>
  );
}

interface SourceOptionProps {
  readonly popup: Popup;
  readonly value: Source;
  readonly label: string;
  readonly disabled: boolean;
  /** What the line is about. */
  readonly note?: TabAccess;
  /** A line about the option. */
  readonly children: ComponentChildren;
}

function SourceOption({ popup, value, label, disabled, note, children }: SourceOptionProps) {
  const id = `source-${value}`;
  return (
    <div class="source-option">
      <input
        type="radio"
        name="source"
        id={id}
        value={value}
        checked={popup.source.value === value}
        disabled={disabled}
        aria-describedby={`${id}-note`}
        onChange={() => popup.chooseSource(value)}
      />
      <label for={id}>{label}</label>
      <p id={`${id}-note`} class={`source-note source-note-${note ?? 'plain'}`}>
        {children}
      </p>
    </div>
  );
}
