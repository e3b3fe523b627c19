import type { Surface } from '../../domain/options';
import { type MessageKey, t } from '../../extension/i18n';
import { SelectField } from '../../ui/select-field';
import type { Choices } from '../model/choices';

const surfaces: Record<Surface, MessageKey> = {
  monitor: 'surfaceMonitor',
  window: 'surfaceWindow',
  browser: 'surfaceBrowser',
};

/** What the browser's dialog opens on. */
export function SurfaceField({ choices }: { readonly choices: Choices }) {
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
