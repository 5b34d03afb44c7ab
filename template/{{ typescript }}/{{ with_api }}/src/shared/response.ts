/** What the API answers: records, pages and problems. */
import {
  InvalidError,
  KeyReusedError,
  NotFoundError,
  PreconditionFailedError,
  type ServiceError,
  TooLargeError,
  UnavailableError,
  UnsupportedMediaTypeError,
} from './errors.ts';
import { type Plain, plain, type Stored } from './records.ts';

type Headers = Readonly<Record<string, string>>;

const PROBLEMS = [
  [InvalidError, 400, 'Bad Request'],
  [NotFoundError, 404, 'Not Found'],
  [PreconditionFailedError, 412, 'Precondition Failed'],
  [TooLargeError, 413, 'Content Too Large'],
  [UnsupportedMediaTypeError, 415, 'Unsupported Media Type'],
  [KeyReusedError, 422, 'Unprocessable Content'],
  [UnavailableError, 503, 'Service Unavailable'],
] as const;
const OWN_KIND = [undefined, 400, 'Bad Request'] as const;

/** An answer before its gateway's form. The body is JSON text, or empty. */
export interface Response {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** A record, with its version as ETag. */
export function answerRecord(record: Stored, status = 200, headers: Headers = {}): Response {
  return json(status, plain(record), { ETag: `"${record.version}"`, ...headers });
}

/** A record that was just stored, with the URL that it was posted to. */
export function answerCreated(record: Stored, url: string): Response {
  return answerRecord(record, 201, { Location: `${url.replace(/\/+$/, '')}/${record.id}` });
}

/** A page of records; `lastId` is the id of its last record when there may be more. */
export function answerPage(records: readonly Stored[], lastId: string | undefined): Response {
  const items = records.map(plain);
  return json(200, lastId === undefined ? { items } : { items, next_token: Buffer.from(lastId).toString('base64url') });
}

/** Done, and there is nothing to say. */
export function answerNothing(): Response {
  return { status: 204, body: '', headers: {} };
}

/** A refusal, as RFC 9457 says it. */
export function answerProblem(error: ServiceError, requestId: string): Response {
  const [, status, title] = PROBLEMS.find(([kind]) => error instanceof kind) ?? OWN_KIND;
  const errors = error instanceof InvalidError ? { errors: error.errors } : {};
  const headers = error instanceof UnavailableError ? { 'Retry-After': '1' } : {};
  return problem(status, title, requestId, { detail: error.message, ...errors }, headers);
}

/** Something unexpected: clients learn nothing but the id under which the log has the rest. */
export function answerFailure(requestId: string): Response {
  return problem(500, 'Internal Server Error', requestId);
}

function problem(status: number, title: string, requestId: string, more: Plain = {}, headers: Headers = {}): Response {
  const content = { type: 'about:blank', title, status, request_id: requestId, ...more };
  return json(status, content, { 'Content-Type': 'application/problem+json', ...headers });
}

function json(status: number, content: Plain, headers: Headers = {}): Response {
  return { status, body: JSON.stringify(content), headers: { 'Content-Type': 'application/json', ...headers } };
}
