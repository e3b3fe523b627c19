import type { CaptureOptions, InsetCorner, InsetShape, InsetSize } from '../domain/options';
import { type MessageKey, t } from '../platform/i18n';
import { SelectField } from '../ui/select-field';
import { SwitchField } from '../ui/switch-field';
import type { Popup } from './model';

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

/** How the camera stands in the picture; before the recording and under way. */
export function InsetFields({ popup }: { readonly popup: Popup }) {
  const { insetShape, insetSize, insetMirrored } = popup.choices.options.value;
  return (
    <>
      <CornerField popup={popup} />
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

/** A small picture with the inset in each corner, to choose one. */
export function CornerField({ popup }: { readonly popup: Popup }) {
  const { insetCorner, insetShape } = popup.choices.options.value;
  return (
    <div class="field corner-field" role="radiogroup" aria-labelledby="inset-corner">
      <span id="inset-corner" class="field-label">
        {t('insetCorner')}
      </span>
      <div class={`corners corners-${insetShape}`}>
        {(Object.keys(corners) as CaptureOptions['insetCorner'][]).map((corner) => (
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
    </div>
  );
}

function optionsOf(texts: Readonly<Record<string, MessageKey>>) {
  return Object.entries(texts).map(([value, text]) => ({ value, label: t(text) }));
}
