/** What can go wrong, in the service's own words. Nothing here knows of HTTP. */

/** One bad field of an input, and what would be right. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A refusal that the caller is told about; its text is for the caller. */
export class ServiceError extends Error {
  override name = 'ServiceError';
}

/** The input breaks rules: all of them, one entry for each bad field. */
export class InvalidError extends ServiceError {
  override name = 'InvalidError';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[], message = 'The request is not valid.') {
    super(message);
    this.errors = errors;
  }
}

/** The input is larger than a record may be. */
export class TooLargeError extends ServiceError {
  override name = 'TooLargeError';
}

/** The input is in a format that the service does not read. */
export class UnsupportedMediaTypeError extends ServiceError {
  override name = 'UnsupportedMediaTypeError';
}

/** There is no such record. */
export class NotFoundError extends ServiceError {
  override name = 'NotFoundError';
}

/** The record is not in the version that the caller has seen. */
export class PreconditionFailedError extends ServiceError {
  override name = 'PreconditionFailedError';
}

/** The idempotency key was used before, with another input. */
export class KeyReusedError extends ServiceError {
  override name = 'KeyReusedError';
}

/** AWS is throttling or does not answer; the same request may succeed later. */
export class UnavailableError extends ServiceError {
  override name = 'UnavailableError';
}
