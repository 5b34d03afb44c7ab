/** What schemas of inputs are made of, and how it is said what is wrong with an input. */
import * as z from 'zod/mini';

/** Text of so many characters, counted as people do: an emoji is one. */
export function text(shortest: number, longest: number) {
  return z.string().check(
    z.refine((value) => [...value].length >= shortest, `Expected \`string\` of length >= ${shortest}`),
    z.refine((value) => [...value].length <= longest, `Expected \`string\` of length <= ${longest}`),
  );
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** JSON as its value. Throws an error for what is no JSON, or no Unicode. */
export function parseJson(source: string | Uint8Array): unknown {
  const json = typeof source === 'string' ? source : UTF_8.decode(source);
  // Half a surrogate pair can only stand in JSON as an escape.
  return JSON.parse(json, json.includes('\\u') ? refuseHalves : undefined);
}

function refuseHalves(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
    throw new SyntaxError('half a surrogate pair');
  }
  return value;
}

/** What is wrong with a value, in one sentence; undefined when it is valid. */
export function whatIsWrong(schema: z.core.$ZodType, value: unknown): string | undefined {
  const [issue] = z.safeParse(schema, value).error?.issues ?? [];
  return issue && sentence(issue, schema, value);
}

function sentence(issue: z.core.$ZodIssue, schema: z.core.$ZodType, value: unknown): string {
  const steps = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  const where = steps.length > 0 ? ` - at \`$${steps.join('')}\`` : '';
  const found = issue.path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown>)[step], value);
  const number = takesFractions(schema) ? 'number' : 'integer';
  const orNull = !where && z.safeParse(schema, null).success ? ' | null' : '';
  const expected = (type: string) => {
    const name = type === 'number' || type === 'int' ? number : type;
    return `Expected \`${name}${orNull}\`, got \`${typeName(found)}\`${where}`;
  };
  const beyond = (origin: string, sign: string, bound: number | bigint) =>
    `Expected ${origin === 'number' || origin === 'int' ? `\`${number}\`` : `\`${origin}\` of length`} ${sign} ${bound}${where}`;
  switch (issue.code) {
    case 'invalid_type':
      return expected(issue.expected);
    case 'invalid_value':
      return typeof found === typeof issue.values[0]
        ? `Invalid enum value '${found}'${where}`
        : expected(typeName(issue.values[0]));
    case 'too_small':
      return beyond(issue.origin, issue.inclusive ? '>=' : '>', issue.minimum);
    case 'too_big':
      return beyond(issue.origin, issue.inclusive ? '<=' : '<', issue.maximum);
  }
  return issue.message + where;
}

function takesFractions(schema: z.core.$ZodType): boolean {
  const [issue] = z.safeParse(schema, 0.5).error?.issues ?? [];
  return issue?.code !== 'invalid_type' || issue.expected !== 'int';
}

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  return Number.isInteger(value) ? 'integer' : typeof value;
}
