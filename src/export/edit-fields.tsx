import { locale, type MessageKey, t } from '../extension/i18n';
import { FieldError, FieldHint, NumberInput, SelectField, SliderField } from '../ui/fields';
import { formatNumber, formatPercent } from '../ui/formats';
import { SwitchField } from '../ui/switch-field';
import styles from './edit-fields.module.css';
import {
  cropBox,
  type Edits,
  leastSide,
  type Margins,
  type Rotation,
  rotations,
  type Size,
  turned,
} from './edits';

interface EditFieldsProps {
  readonly edits: Edits;
  /** That of the recording, in px; `undefined` without a picture. */
  readonly size: Size | undefined;
  /** The chosen format has no picture. */
  readonly isSoundOnly: boolean;
  readonly hasSound: boolean;
  readonly onChange: (edits: Edits) => void;
}

const sides: readonly (readonly [keyof Margins, MessageKey])[] = [
  ['left', 'cropLeft'],
  ['top', 'cropTop'],
  ['right', 'cropRight'],
  ['bottom', 'cropBottom'],
];

const turns: Record<Rotation, MessageKey> = {
  0: 'rotateNot',
  90: 'rotateRight',
  180: 'rotateOver',
  270: 'rotateLeft',
};

/** What can be changed in an export. */
export function EditFields({ edits, size, isSoundOnly, hasSound, onChange }: EditFieldsProps) {
  const change = (some: Partial<Edits>) => onChange({ ...edits, ...some });
  return (
    <details class={styles.edits}>
      <summary>{t('exportEdits')}</summary>
      <div class={styles.fields}>
        {size !== undefined && !isSoundOnly && (
          <>
            <SelectField
              id="export-rotation"
              label={t('rotate')}
              value={String(edits.rotation)}
              options={rotations.map((angle) => ({ value: String(angle), label: t(turns[angle]) }))}
              onChange={(chosen) =>
                change({ rotation: rotations.find((angle) => String(angle) === chosen) ?? 0 })
              }
            />
            <CropFields edits={edits} size={size} change={change} />
          </>
        )}
        {hasSound && (
          <>
            <SwitchField
              id="export-mute"
              kind="option"
              label={t('exportMute')}
              checked={edits.isMuted}
              onChange={(isMuted) => change({ isMuted })}
            />
            {!edits.isMuted && (
              <SliderField
                id="export-volume"
                label={t('exportVolume')}
                value={edits.volume * 100}
                range={{ min: 0, max: 400 }}
                step={10}
                text={formatPercent(edits.volume, locale())}
                onChange={(percent) => change({ volume: percent / 100 })}
              />
            )}
          </>
        )}
      </div>
    </details>
  );
}

interface CropFieldsProps {
  readonly edits: Edits;
  readonly size: Size;
  readonly change: (some: Partial<Edits>) => void;
}

function CropFields({ edits, size, change }: CropFieldsProps) {
  const box = cropBox(size, edits.crop);
  const shown = box && turned(box, edits.rotation);
  return (
    <fieldset class={styles.crop}>
      <legend>{t('crop')}</legend>
      {sides.map(([side, label]) => (
        <NumberInput
          key={side}
          id={`export-crop-${side}`}
          label={t(label)}
          value={String(edits.crop[side])}
          range={{ min: 0, max: side === 'left' || side === 'right' ? size.width : size.height }}
          error={undefined}
          onInput={(text) => {
            const margin = Math.max(0, Math.floor(Number(text)) || 0);
            change({ crop: { ...edits.crop, [side]: margin } });
          }}
        />
      ))}
      {shown === undefined ? (
        <FieldError id="export-crop-error">{t('cropTooMuch', formatNumber(leastSide, locale()))}</FieldError>
      ) : (
        <FieldHint id="export-crop-size">
          {t('cropSize', ...[shown.width, shown.height].map((length) => formatNumber(length, locale())))}
        </FieldHint>
      )}
    </fieldset>
  );
}
