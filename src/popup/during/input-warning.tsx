import { Icon } from '../../ui/icon';

/** What is wrong with an input, below its row; a screen reader says it at once. */
export function InputWarning({ text }: { readonly text: string }) {
  return (
    <p class="field-warning" role="alert">
      <Icon name="warning" />
      {text}
    </p>
  );
}
