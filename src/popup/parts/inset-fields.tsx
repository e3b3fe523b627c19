import type { InsetCorner, InsetShape, InsetSize } from '../../domain/options';
import { type MessageKey, t } from '../../extension/i18n';
import { Field, SelectField } from '../../ui/fields';
import { SwitchField } from '../../ui/switch-field';
import type { Popup } from '../model/model';
import styles from './inset-fields.module.css';

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

/** How the camera looks in the video, before and during the recording. */
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
        kind="option"
        checked={insetMirrored}
        onChange={(on) => void popup.adjust({ insetMirrored: on })}
      />
    </>
  );
}

/** The corner of the camera inset, as a field. */
export function CornerField({ popup }: { readonly popup: Popup }) {
  return (
    <Field label={t('insetCorner')}>
      <Corners popup={popup} />
    </Field>
  );
}

/** A small picture with the inset in each corner, to choose one. */
export function Corners({ popup }: { readonly popup: Popup }) {
  const { insetCorner, insetShape } = popup.choices.options.value;
  return (
    <div class={styles.corners} data-shape={insetShape} role="radiogroup" aria-label={t('insetCorner')}>
      {(Object.keys(corners) as InsetCorner[]).map((corner) => (
        <input
          key={corner}
          type="radio"
          name="inset-corner"
          class={styles.corner}
          data-corner={corner}
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
