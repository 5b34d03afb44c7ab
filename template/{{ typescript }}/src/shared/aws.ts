/** How AWS is called: with timeouts that fit inside a function's own, over connections that are kept. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { UnavailableError } from './errors.ts';

const SOCKETS = { keepAlive: true, maxSockets: 50 };

/**
 * What every client is made with. Three attempts of 1 + 2 seconds at most, and the waits between them (up to 1 and 2
 * seconds in standard mode): 12 seconds at worst, which leaves a function of 15 seconds time to answer.
 */
export function settings(patienceMs = 2_000) {
  return {
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: patienceMs,
      socketTimeout: patienceMs,
      throwOnRequestTimeout: true,
      httpsAgent: SOCKETS,
    },
  };
}

/** Turns throttling, AWS's own errors and silence, after all attempts, into UnavailableError. */
export async function unavailableWhenAwsIs<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const failure = error as Parameters<typeof isTransientError>[0];
    if (isThrottlingError(failure) || isServerError(failure) || isTransientError(failure)) {
      throw new UnavailableError('Try again later.', { cause: error });
    }
    throw error;
  }
}
