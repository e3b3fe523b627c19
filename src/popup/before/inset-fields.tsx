import type { InsetCorner, InsetShape, InsetSize } from '../../domain/options';
import { type MessageKey, t } from '../../extension/i18n';
import { SelectField } from '../../ui/select-field';
import { SwitchField } from '../../ui/switch-field';
import type { Popup } from '../model/model';

const shapes: Record<InsetShape, MessageKey> = { round: 'insetRound', square: 'insetSquare' };
const sizes: Record<InsetSize, MessageKey> = {
  small: 'insetSmall',
  medium: 'insetMedium',
  large: 'insetLarge',
};
const corners: Record<InsetCorner, MessageKey> = {
  'top-left': 'cornerTopLeft',
  'top-right': 'cornerTopRight',
  'bottom-left': 'cornerBottomLeft',
  'bottom-right': 'cornerBottomRight',
};

/** What the camera looks like in the picture; before the recording and under way. */
export function InsetFields({ popup }: { readonly popup: Popup }) {
  const { insetShape, insetSize, insetMirrored } = popup.choices.options.value;
  return (
    <>
      <SelectField
        id="inset-shape"
        label={t('insetShape')}
        value={insetShape}
        options={optionsOf(shapes)}
        onChange={(shape) => void popup.adjust({ insetShape: shape as InsetShape })}
      />
      <SelectField
        id="inset-size"
        label={t('insetSize')}
        value={insetSize}
        options={optionsOf(sizes)}
        onChange={(size) => void popup.adjust({ insetSize: size as InsetSize })}
      />
      <SwitchField
        id="inset-mirrored"
        label={t('insetMirrored')}
        checked={insetMirrored}
        onChange={(on) => void popup.adjust({ insetMirrored: on })}
      />
    </>
  );
}

/** In which corner the camera stands. */
export function CornerField({ popup }: { readonly popup: Popup }) {
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {t('insetCorner')}
      </span>
      <Corners popup={popup} />
    </div>
  );
}

/** A small picture with the inset in each corner, to choose one. */
export function Corners({ popup }: { readonly popup: Popup }) {
  const { insetCorner, insetShape } = popup.choices.options.value;
  return (
    <div class={`corners corners-${insetShape}`} role="radiogroup" aria-label={t('insetCorner')}>
      {(Object.keys(corners) as InsetCorner[]).map((corner) => (
        <input
          key={corner}
          type="radio"
          name="inset-corner"
          class={`corner corner-${corner}`}
          aria-label={t(corners[corner])}
          title={t(corners[corner])}
          checked={corner === insetCorner}
          onChange={() => void popup.adjust({ insetCorner: corner })}
        />
      ))}
    </div>
  );
}

function optionsOf(texts: Readonly<Record<string, MessageKey>>) {
  return Object.entries(texts).map(([value, text]) => ({ value, label: t(text) }));
}
