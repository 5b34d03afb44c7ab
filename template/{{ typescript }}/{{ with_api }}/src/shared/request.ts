/** An API request, whichever kind of gateway it came through, and how its parts are read. */
import type * as z from 'zod/mini';
import { type FieldError, InvalidError, TooLargeError, UnsupportedMediaTypeError } from './errors.ts';
import { fieldsOf } from './fields.ts';

// Far below DynamoDB's 400 KB for an item and Lambda's 6 MB for a request.
const MAX_BODY_BYTES = 256 * 1024;
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 25;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const STRONG_ETAG = /(?<!W\/)"([1-9]\d{0,14})"/g;

interface Parts {
  readonly id: string;
  readonly url: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly remainingMs: () => number;
  readonly body: Buffer;
}

/**
 * What the gateway passed on.
 *
 * `url` is the path as the client wrote it, stage included; `path` has its parameters. Header names are in lower case.
 * `remainingMs` tells how long the function may still run; what works through many records asks it before each.
 */
export class Request {
  readonly id: string;
  readonly url: string;
  readonly path: Parts['path'];
  readonly query: Parts['query'];
  readonly headers: Parts['headers'];
  readonly remainingMs: Parts['remainingMs'];
  readonly body: Buffer;

  constructor(parts: Parts) {
    this.id = parts.id;
    this.url = parts.url;
    this.path = parts.path;
    this.query = parts.query;
    this.headers = parts.headers;
    this.remainingMs = parts.remainingMs;
    this.body = parts.body;
  }

  /** The id in the path. Throws InvalidError unless it is a UUID. */
  recordId(): string {
    const value = this.path['id'] ?? '';
    if (!UUID.test(value)) {
      throw new InvalidError([{ field: 'id', message: 'Expected a UUID in lower case' }]);
    }
    return value;
  }

  /** The body as the schema has it. Throws an error unless it is JSON, small enough and valid. */
  fields<Schema extends z.ZodMiniObject>(schema: Schema): z.infer<Schema> {
    const [contentType = ''] = (this.headers['content-type'] ?? '').split(';');
    if (contentType.trim().toLowerCase() !== 'application/json') {
      throw new UnsupportedMediaTypeError('The body must be application/json.');
    }
    if (this.body.length > MAX_BODY_BYTES) {
      throw new TooLargeError(`The body is over ${MAX_BODY_BYTES} bytes.`);
    }
    return fieldsOf(this.body, schema);
  }

  /** The Idempotency-Key, if there is one. Throws InvalidError unless it is visible ASCII. */
  idempotencyKey(): string | undefined {
    const key = this.headers['idempotency-key'];
    if (key !== undefined && !VISIBLE_ASCII.test(key)) {
      throw new InvalidError([{ field: 'Idempotency-Key', message: 'Expected 1 to 255 visible ASCII characters' }]);
    }
    return key;
  }

  /** The versions that If-Match accepts; undefined when any will do. */
  expectedVersions(): readonly number[] | undefined {
    const tags = (this.headers['if-match'] ?? '*').trim();
    return tags === '*' ? undefined : [...tags.matchAll(STRONG_ETAG)].slice(0, MAX_LIMIT).map((tag) => Number(tag[1]));
  }

  /** How many records are asked for, and the id of the one before them. Throws InvalidError. */
  page(): { limit: number; after: string | undefined } {
    const errors: FieldError[] = [];
    const limit = this.query['limit'] ?? String(DEFAULT_LIMIT);
    if (!/^[0-9]{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
      errors.push({ field: 'limit', message: `Expected a number from 1 to ${MAX_LIMIT}` });
    }
    // A token is the id of a page's last record and nothing else: forging one gains nothing.
    const token = this.query['next_token'];
    const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
    if (after !== undefined && !UUID.test(after)) {
      errors.push({ field: 'next_token', message: 'Expected the next_token of an earlier answer' });
    }
    if (errors.length > 0) {
      throw new InvalidError(errors);
    }
    return { limit: Number(limit), after };
  }
}
