import styles from './toolbar-picture.module.css';

/** A drawing of the browser's toolbar with our button in it, or of the menu behind the puzzle piece. */
export function ToolbarPicture({ isHidden }: { readonly isHidden: boolean }) {
  return (
    <svg class={styles.picture} viewBox="0 0 168 104" aria-hidden="true" focusable="false">
      <rect class={styles.window} x="1" y="1" width="166" height="102" rx="9" />
      <path class={styles.line} d="M1 37h166" />
      <rect class={styles.field} x="12" y="11" width="86" height="16" rx="8" />
      <Puzzle x={isHidden ? 122 : 134} />
      {isHidden ? (
        <>
          <rect class={styles.list} x="70" y="44" width="90" height="30" rx="6" />
          <Mark x={84} y={59} />
          <path class={styles.stroke} d="M98 59h30" />
          <path
            class={styles.pin}
            d="M142 53l6 6-2 .8-2.6 2.6-.6 2.6-5-5 2.6-.6 2.6-2.6zM140.500 62.500l-3.500 3.500"
          />
        </>
      ) : (
        <>
          <circle class={styles.halo} cx="117" cy="19" r="13" />
          <Mark x={117} y={19} />
        </>
      )}
    </svg>
  );
}

function Mark({ x, y }: { readonly x: number; readonly y: number }) {
  return <image href="/icons/idle-48.png" x={x - 9} y={y - 9} width="18" height="18" />;
}

function Puzzle({ x }: { readonly x: number }) {
  return (
    <path
      class={styles.puzzle}
      transform={`translate(${x} 10)`}
      d="M2 6h4a2.500 2.500 0 1 1 5 0h4v4a2.500 2.500 0 1 1 0 5v3H2v-4a2.500 2.500 0 1 0 0-4z"
    />
  );
}
