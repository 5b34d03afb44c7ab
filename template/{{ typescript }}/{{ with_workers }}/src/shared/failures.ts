/** What the log says of work that failed. */
import { ServiceError, UnavailableError } from './errors.ts';
import { logger } from './observability.ts';

/** Tell what may succeed later from what never will. Both come again: only a dead-letter queue keeps them. */
export function logFailure(error: unknown): void {
  if (error instanceof UnavailableError) {
    logger.warn('may succeed later', error);
  } else if (error instanceof ServiceError) {
    logger.error('can never succeed', { permanent: true, error });
  } else {
    logger.error('unexpected error', error as Error);
  }
}
