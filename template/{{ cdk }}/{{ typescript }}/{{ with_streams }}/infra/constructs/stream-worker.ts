/** A function that follows a stream. */
import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, type StreamEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { Alarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { Worker, type WorkerProps } from './worker.ts';

/** Reads in order; what keeps failing is put aside, and somebody is told when it falls behind. */
export class StreamWorker extends Worker {
  readonly deadLetterQueue: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, props);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetterQueue', {
      keeps: `what ${props.package} could not do`,
    });
    const { alarmAgeSeconds } = settingsOf(this);
    new Alarm(this, 'AgeAlarm', {
      description: `${props.package} is more than ${alarmAgeSeconds} seconds behind its stream`,
      metric: this.function.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      above: alarmAgeSeconds * 1000,
    });
  }

  /** How every stream is read. */
  protected reading(): StreamEventSourceProps {
    return {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // Until then what failed holds up its shard; twelve hours leave time to read it again before it expires.
      retryAttempts: 100,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.deadLetterQueue),
    };
  }
}
