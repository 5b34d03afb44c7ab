/** What all records have in common: ids, and what tells two inputs apart. */
import { expect, test } from 'vitest';
import { fingerprint, newId } from '../../src/shared/records.ts';

test('a key always gives the same id', () => {
  expect(newId('key')).toBe('ac6a9f13-eb31-5078-8a91-9b9920a62e78');
  expect(newId('caf\u00e9')).toBe('e41ac746-90d9-5d5e-8197-f5459f1d9711');
  expect(newId(undefined)).not.toBe(newId(undefined));
});

test('the order of fields and absent ones make no difference', () => {
  const input = fingerprint({ name: 'First', sizes: [{ x: 1, y: 2 }] });
  expect(fingerprint({ sizes: [{ y: 2, x: 1 }], name: 'First', description: null })).toBe(input);
  expect(fingerprint({ name: 'First', sizes: [{ x: 2, y: 1 }] })).not.toBe(input);
});
