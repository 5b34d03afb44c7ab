/** The function's log and metrics. Lambda's log level and the service's name come from the environment. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';

export const logger = new Logger();
export const metrics = new Metrics();

/** Count a business event or an outcome, like ItemCreated. */
export function count(event: string, times = 1): void {
  metrics.addMetric(event, MetricUnit.Count, times);
}

/** The handler with a log of its own for each invocation, and metrics that are written at its end. */
export function observed<Event, Answer>(
  handler: (event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    metrics.captureColdStartMetric(context.functionName);
    try {
      return await handler(event, context);
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}
