/** The topic of others that is told when an alarm goes off, where an environment names one. */
import type { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { settingsOf } from '../settings.ts';

/** Tell it of every alarm that the stack has by now. */
export function tellExistingTopic(stack: Stack): void {
  const { alarmTopicArn } = settingsOf(stack);
  if (alarmTopicArn !== 'none') {
    const topic = sns.Topic.fromTopicArn(stack, 'ExistingAlarmTopic', alarmTopicArn);
    for (const each of stack.node.findAll()) {
      if (each instanceof cloudwatch.Alarm) {
        each.addAlarmAction(new SnsAction(topic));
        each.addOkAction(new SnsAction(topic));
      }
    }
  }
}
