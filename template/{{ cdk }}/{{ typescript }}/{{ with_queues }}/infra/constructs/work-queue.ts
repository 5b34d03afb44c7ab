/** A queue, the queue behind it, and the function that works through its messages. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { Alarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Usable } from './service-function.ts';
import { Worker, type WorkerProps } from './worker.ts';

export interface WorkQueueProps {
  readonly name: string;
  /** The function that works through it. */
  readonly worker: string;
  /** Where functions that send to it find its URL. */
  readonly variable: string;
  /** In seconds. */
  readonly visibilityTimeout: number;
  readonly deadLetterId: string;
}

/** A message that is not worked through within the visibility timeout comes again, five times at most. */
export class WorkQueue extends sqs.Queue implements Usable {
  readonly keptBy: DeadLetterQueue;
  readonly variable: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    const fifo = props.name.endsWith('.fifo');
    const plainName = props.name.replace(/\.fifo$/, '');
    const stack = Stack.of(scope);
    // Named, so that the dead-letter queue can say that it is for this one alone.
    const queueName = `${stack.stackName}-${props.name}`;
    const queueArn = stack.formatArn({ service: 'sqs', resource: queueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
    const keptBy = new DeadLetterQueue(scope, props.deadLetterId, {
      keeps: `messages that ${props.worker} could not work through`,
      source: sqs.Queue.fromQueueAttributes(scope, `${id}.Source`, { queueArn, fifo }),
    });
    super(scope, id, {
      deadLetterQueue: { queue: keptBy, maxReceiveCount: 5 },
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...(fifo && {
        fifo,
        deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }),
      queueName,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(props.visibilityTimeout),
    });
    this.keptBy = keptBy;
    this.variable = props.variable;
    const { alarmAgeSeconds } = settingsOf(this);
    new Alarm(this, 'AgeAlarm', {
      description: `A message has waited in the queue ${plainName} for more than ${alarmAgeSeconds} seconds`,
      metric: this.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      above: alarmAgeSeconds,
    });
  }

  get knownAs(): string {
    return this.queueUrl;
  }
}

export interface QueueWorkerProps extends WorkerProps {
  readonly queue: WorkQueue;
}

/** Works through the messages of a queue; what failed comes again, and nothing else. */
export class QueueWorker extends Worker {
  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id, props);
    this.function.addEventSource(
      new SqsEventSource(props.queue, {
        batchSize: 10,
        ...(!props.queue.fifo && { maxBatchingWindow: Duration.seconds(1) }),
        maxConcurrency: settingsOf(this).queueConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    acknowledge(this.function, {
      'Serverless::Serverless-LambdaEventSourceMappingDestination': 'The queue moves what fails by itself',
    });
  }
}
