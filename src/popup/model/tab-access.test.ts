import { describe, expect, it } from 'vitest';
import { isProtected } from '../../domain/protected-page';
import { tabAccess } from './tab-access';

const tab = { id: 1, windowId: 1 };
const invoked = { ...tab, url: 'https://example.org/' };
const store = { ...tab, url: 'https://chromewebstore.google.com/' };

describe('tabAccess', () => {
  it.each([
    [{ tab: undefined, allowed: true, denied: false, refusal: undefined }, 'missing'],
    [{ tab, allowed: false, denied: false, refusal: undefined }, 'ask'],
    [{ tab, allowed: false, denied: true, refusal: undefined }, 'denied'],
    [{ tab, allowed: true, denied: false, refusal: 'tab-not-invoked' }, 'click-again'],
    [{ tab: invoked, allowed: true, denied: false, refusal: 'tab-not-invoked' }, 'click-again'],
    [{ tab: invoked, allowed: true, denied: false, refusal: undefined }, 'granted'],
    [{ tab, allowed: true, denied: false, refusal: undefined }, 'protected'],
    [{ tab: invoked, allowed: true, denied: false, refusal: 'tab-not-capturable' }, 'protected'],
    [{ tab: store, allowed: true, denied: false, refusal: undefined }, 'protected'],
  ] as const)('of %j is %s', (facts, access) => {
    expect(tabAccess({ possible: true, ...facts })).toBe(access);
  });

  it('is impossible in a browser that can’t capture tabs, whatever else is known', () => {
    expect(
      tabAccess({ possible: false, tab: invoked, allowed: false, denied: false, refusal: undefined }),
    ).toBe('impossible');
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
