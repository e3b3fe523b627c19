interface SliderFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly step: number;
  /** The value as a person reads it. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A number that is found by moving: its label, the slider, and the value in words. */
export function SliderField({ id, label, value, range, step, text, onChange }: SliderFieldProps) {
  return (
    <div class="field slider-field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="slider">
        <input
          type="range"
          id={id}
          min={range.min}
          max={range.max}
          step={step}
          value={value}
          aria-valuetext={text}
          onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        <span class="slider-value" aria-hidden="true">
          {text}
        </span>
      </div>
    </div>
  );
}
