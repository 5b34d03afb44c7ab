/** A function that runs by the clock. */
import { Aws, Duration, TimeZone } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { DELIVERIES, Job, PATIENCE } from './job.ts';
import type { WorkerProps } from './worker.ts';

export interface ScheduledJobProps extends WorkerProps {
  /** A rate or cron expression of EventBridge Scheduler, in UTC. */
  readonly expression: string;
}

export class ScheduledJob extends Job {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id, props);
    const due = { scheduled_time: scheduler.ContextAttribute.scheduledTime };
    const schedulerOfThisAccount = new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    const role = new iam.Role(this, 'ScheduleRole', { assumedBy: schedulerOfThisAccount });
    acknowledge(role, {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::<${this.node.id}Function.Arn>:*]`]:
        'Who may call a function may call its versions',
    });
    new scheduler.Schedule(this, 'Schedule', {
      enabled: settingsOf(this).schedules === 'ENABLED',
      schedule: scheduler.ScheduleExpression.expression(props.expression, TimeZone.of('UTC')),
      target: new LambdaInvoke(this.function, {
        deadLetterQueue: this.deadLetterQueue,
        input: scheduler.ScheduleTargetInput.fromObject(due),
        maxEventAge: PATIENCE,
        retryAttempts: DELIVERIES,
        role,
      }),
      timeWindow: scheduler.TimeWindow.flexible(Duration.minutes(1)),
    });
  }
}
