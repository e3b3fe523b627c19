/** A line of a plot. */
export interface Line {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [width, height, margin] = [900, 360, 60];

/** Draws lines over one time axis as an SVG, each in its own frame, one below the other. */
export function plot(title: string, xName: string, lines: readonly Line[]): string {
  const frames = lines.map(
    (line, index) => `<g transform="translate(0 ${40 + index * height})">${frame(line, xName)}</g>`,
  );
  const whole = 40 + lines.length * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" font-family="sans-serif" font-size="14">
<title>${title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="${margin}" y="26" font-size="18">${title}</text>
${frames.join('\n')}
</svg>
`;
}

function frame({ name, color, points }: Line, xName: string): string {
  const xs = points.map(([x]) => x);
  const last = Math.max(...xs, Number.MIN_VALUE);
  const top = Math.max(...points.map(([, y]) => y), Number.MIN_VALUE) * 1.1;
  const [right, bottom] = [width - margin / 2, height - margin];
  const place = ([x, y]: readonly [number, number]) => {
    const at = [margin + (x / last) * (right - margin), bottom - (y / top) * (bottom - 20)];
    return at.map((value) => value.toFixed(1)).join();
  };
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = bottom - (share / 1.1) * (bottom - 20);
    const x = margin + share * (right - margin);
    return `<text x="${margin - 8}" y="${y + 5}" text-anchor="end">${((top / 1.1) * share).toFixed(1)}</text>
<path d="M${margin} ${y}H${right}" stroke="#ddd"/>
<text x="${x}" y="${bottom + 20}" text-anchor="middle">${(last * share).toFixed(1)}</text>`;
  });
  return `<text x="${margin}" y="12">${name}</text>
${marks.join('\n')}
<text x="${right}" y="${bottom + 40}" text-anchor="end">${xName}</text>
<polyline fill="none" stroke="${color}" stroke-width="2" points="${points.map(place).join(' ')}"/>`;
}
