/** What keeps what could not be done. */
import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { Alarm } from './alarm.ts';

export interface DeadLetterQueueProps {
  readonly keeps: string;
  /**
   * The only queue whose messages SQS may move here.
   *
   * @default - it may move none
   */
  readonly source?: sqs.IQueue;
}

/** Keeps for two weeks what could not be done, and tells of it. */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, { keeps, source }: DeadLetterQueueProps) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...(source?.fifo && { fifo: true }),
      redriveAllowPolicy: source ? { sourceQueues: [source] } : { redrivePermission: sqs.RedrivePermission.DENY_ALL },
      retentionPeriod: Duration.days(14),
    });
    const last = 'What could not be done stays here until a person looks at it';
    acknowledge(this, {
      'AwsSolutions::AwsSolutions-SQS3': last,
      'Serverless::Serverless-SQSRedrivePolicy': last,
    });
    new Alarm(this, 'Alarm', {
      description: `A dead-letter queue has ${keeps}`,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      above: settingsOf(this).alarmDeadLetters,
    });
  }
}
