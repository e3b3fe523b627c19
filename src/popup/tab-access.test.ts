import { describe, expect, it } from 'vitest';
import { isProtected, tabAccess } from './tab-access';

const tab = { id: 1, windowId: 1 };
const invoked = { ...tab, url: 'https://example.org/' };

describe('tabAccess', () => {
  it.each([
    [{ tab: undefined, allowed: true, denied: false }, 'missing'],
    [{ tab, allowed: false, denied: false }, 'ask'],
    [{ tab, allowed: false, denied: true }, 'denied'],
    [{ tab, allowed: true, denied: false }, 'click-again'],
    [{ tab: invoked, allowed: true, denied: false }, 'granted'],
    [{ tab: { ...tab, url: 'chrome://settings/' }, allowed: true, denied: false }, 'protected'],
    [{ tab: { ...tab, url: 'chrome://settings/' }, allowed: false, denied: false }, 'ask'],
  ] as const)('of %j is %s', (facts, access) => {
    expect(tabAccess(facts)).toBe(access);
  });
});

describe('isProtected', () => {
  it.each([
    'chrome://version/',
    'devtools://devtools/bundled/inspector.html',
    'view-source:https://example.org/',
    'https://chromewebstore.google.com/detail/x',
    'https://chrome.google.com/webstore/detail/x',
  ])('refuses %s', (url) => {
    expect(isProtected(url)).toBe(true);
  });

  it.each([
    'https://example.org/',
    'http://localhost:3000/',
    'file:///tmp/a.html',
    'https://chrome.google.com/',
    '',
  ])('leaves %j to the browser', (url) => {
    expect(isProtected(url)).toBe(false);
  });
});
