/** Makes a Lambda handler of a function from request to answer: the one place for logs, metrics and errors. */
import type { Context } from 'aws-lambda';
import { ServiceError, UnavailableError } from './errors.ts';
import { type Answer, type GatewayEvent, read, write } from './gateway.ts';
import { count, logger, observed } from './observability.ts';
import type { Request } from './request.ts';
import { answerFailure, answerProblem, type Response } from './response.ts';

const OUTCOMES: Readonly<Record<number, string>> = { 4: 'Rejected', 5: 'Failed' };

type Operation = (request: Request) => Promise<Response>;

/** What Lambda calls: with an event and its context. */
export type Handler = (event: GatewayEvent, context: Context) => Promise<Answer>;

/** The handler that answers by `operation`; whatever it throws becomes a problem document. */
export function endpoint(operation: Operation): Handler {
  return observed(async (event, context) => {
    const response = await respond(operation, event, context);
    count(OUTCOMES[Math.trunc(response.status / 100)] ?? 'Succeeded');
    logger.info('answered', { status: response.status, remaining_ms: context.getRemainingTimeInMillis() });
    return write(response);
  });
}

async function respond(operation: Operation, event: GatewayEvent, context: Context): Promise<Response> {
  let requestId = context.awsRequestId;
  try {
    const request = read(event, () => context.getRemainingTimeInMillis());
    requestId = request.id;
    logger.setCorrelationId(requestId);
    return await operation(request);
  } catch (error) {
    if (error instanceof UnavailableError) {
      logger.warn('AWS is not available', error);
    }
    if (error instanceof ServiceError) {
      return answerProblem(error, requestId);
    }
    logger.error('unexpected error', error as Error);
    return answerFailure(requestId);
  }
}
