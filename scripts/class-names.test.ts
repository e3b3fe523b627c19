import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type styles from '../src/ui/button.module.css';

const source = path.resolve(import.meta.dirname, '..', 'src');
const read = (file: string) => readFileSync(path.join(source, file), 'utf8');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).sort();

const views = files.filter((file) => file.endsWith('.tsx'));
const modules = files.filter((file) => file.endsWith('.module.css'));

/** The class names and the names of the animations that a stylesheet defines. */
function namesIn(css: string): {
  readonly classes: readonly string[];
  readonly animations: readonly string[];
} {
  const preludes = [...css.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/[^{};]+(?=\{)/g)].join('\n');
  const all = (pattern: RegExp) => [...new Set([...preludes.matchAll(pattern)].map(([, name = '']) => name))];
  return { classes: all(/\.([a-z][\w-]*)/gi), animations: all(/@keyframes (\S+)/g) };
}

/** The names that a declaration file promises. */
function declaredIn(declarations: string): readonly string[] {
  return [...declarations.matchAll(/^\t"?(\w+)"?: typeof \w+;$/gm)].map(([, name = '']) => name);
}

/** The names of a CSS module that a view reads. */
function usedIn(view: string, module: string): readonly string[] {
  const code = read(view);
  const imported = [...code.matchAll(/^import (\w+) from '(\.[^']*\.module\.css)';$/gm)];
  return imported
    .filter(([, , from = '']) => path.join(path.dirname(view), from) === module)
    .flatMap(([, local = '']) => [...code.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))])
    .map(([, name = '']) => name);
}

it('finds the names in a stylesheet', () => {
  const css =
    '/* .not */ .a:is(.b, [data-x="1"]) > .cD { margin: .5em 1.5px } @keyframes e { 50% { top: 0 } }';
  expect(namesIn(css)).toEqual({ classes: ['a', 'b', 'cD'], animations: ['e'] });
});

describe.each(modules)('%s', (module) => {
  const { classes, animations } = namesIn(read(module));

  it('is declared as it is (`npm run styles`)', () => {
    expect([...declaredIn(read(`${module}.d.ts`))].sort()).toEqual([...classes, ...animations].sort());
  });

  it('has no class that nobody uses', () => {
    const used = views.flatMap((view) => usedIn(view, module));
    expect(classes.filter((name) => !used.includes(name))).toEqual([]);
  });
});

it('an unknown class is a type error', () => {
  expectTypeOf<typeof styles>().toHaveProperty('button');
  expectTypeOf<typeof styles>().not.toHaveProperty('unknown');
});

it.each(views)('%s takes its classes from CSS modules, and its styles from classes', (view) => {
  const attributes = [...read(view).matchAll(/\s(?:class|className|style)=("[^"]*"|\{[^}]*\})/g)];
  expect(attributes.map(([, value = '']) => value).filter((value) => !/^\{\w+\.\w+\}$/.test(value))).toEqual(
    [],
  );
});
