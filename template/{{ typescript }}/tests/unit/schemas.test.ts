/** How it is said what is wrong with an input, and what is read as JSON at all. */
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parseJson, text, whatIsWrong } from '../../src/shared/schemas.ts';

const NAME = text(1, 5);
const SIZE = z.int().check(z.minimum(0), z.lt(100));
const PRICE = z.optional(z.number().check(z.gt(0)));
const COLOUR = z.nullish(z.enum(['red', 'green']));
const SIZES = z.array(z.number()).check(z.maxLength(2));
const BOX = z.object({ width: z.number() });
const EVEN = z.number().check(z.refine((value) => value % 2 === 0, 'An odd number'));

test.each([
  [NAME, '\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}', undefined],
  [NAME, '', 'Expected `string` of length >= 1'],
  [NAME, '123456', 'Expected `string` of length <= 5'],
  [NAME, ['a'], 'Expected `string`, got `array`'],
  [NAME, {}, 'Expected `string`, got `object`'],
  [NAME, true, 'Expected `string`, got `boolean`'],
  [NAME, null, 'Expected `string`, got `null`'],
  [SIZE, 99, undefined],
  [SIZE, '1', 'Expected `integer`, got `string`'],
  [SIZE, 1.5, 'Expected `integer`, got `number`'],
  [SIZE, -1, 'Expected `integer` >= 0'],
  [SIZE, 100, 'Expected `integer` < 100'],
  [PRICE, '1', 'Expected `number`, got `string`'],
  [PRICE, 0, 'Expected `number` > 0'],
  [COLOUR, null, undefined],
  [COLOUR, 'blue', "Invalid enum value 'blue'"],
  [COLOUR, 1, 'Expected `string | null`, got `integer`'],
  [SIZES, [1, 2, 3], 'Expected `array` of length <= 2'],
  [SIZES, [1, null], 'Expected `number`, got `null` - at `$[1]`'],
  [BOX, { width: 'wide' }, 'Expected `number`, got `string` - at `$.width`'],
  [EVEN, 3, 'An odd number'],
])('says which rule is broken: %#', (schema, value, message) => {
  expect(whatIsWrong(schema, value)).toBe(message);
});

test('escapes may stand for any letter', () => {
  expect(parseJson('"\\u00e9\\ud83d\\ude00"')).toBe('\u00e9\u{1f600}');
  expect(parseJson(Buffer.from('{"\u00e9": 1}'))).toEqual({ '\u00e9': 1 });
});

test.each(['', '{', 'NaN', '"\\ud800"', '{"\\udfff": 1}', '\ufeff1'])('refuses what is no json: %j', (source) => {
  expect(() => parseJson(source)).toThrow();
  expect(() => parseJson(Buffer.from(source))).toThrow();
});

test('refuses what is no unicode', () => {
  expect(() => parseJson(Buffer.from('"\xff"', 'latin1'))).toThrow();
});
