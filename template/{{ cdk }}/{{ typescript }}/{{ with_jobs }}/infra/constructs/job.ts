/** A function that is invoked once for each thing that happens. */
import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { Worker, type WorkerProps } from './worker.ts';

// By default a day passes before anybody hears of a failure.
export const PATIENCE = Duration.hours(1);
export const DELIVERIES = 10;

/** Tries three times within the hour; then its dead-letter queue keeps what happened. */
export class Job extends Worker {
  readonly deadLetterQueue: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, props);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', {
      keeps: `what ${props.package} could not do`,
    });
    this.function.configureAsyncInvoke({
      maxEventAge: PATIENCE,
      onFailure: new SqsDestination(this.deadLetterQueue),
      retryAttempts: 2,
    });
  }
}
