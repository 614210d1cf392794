import { describe, expect, test } from 'vitest';
import { Store } from '../store/store';
import { reportOf } from './failure-panel';

describe('the report of a failure', () => {
  test('says what failed, of which version and engine, with which link, experiment and browser, and no data of one’s own', () => {
    const store = new Store();
    store.replace({ task: 'text', length: 20 });
    store.flush();
    store.useText('a secret text');
    store.flush();
    const text = reportOf('The core could not be fetched.', new Error('no answer'), store, 'https://example.org/#task=text', 'Browser 1');
    expect(text).toMatch(/^Vanishing Point \d+\.\d+\.\d+, engine \d+\nFailed: The core could not be fetched\.\nLink: https:\/\/example\.org\/#task=text\n/);
    expect(text).toContain('Browser: Browser 1');
    expect(text).toContain('no answer');
    expect(text).not.toContain('secret');
  });

  test('of a page that has no run names none', () => {
    expect(reportOf('It broke.', 'why', null, 'https://example.org/', 'Browser 1').split('\n').slice(1)).toEqual(['Failed: It broke.', 'Link: https://example.org/', 'Browser: Browser 1', 'why']);
  });
});
