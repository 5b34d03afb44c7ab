/** Who is told when an alarm goes off. */
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';

/** Alarms can't use the key alias/aws/sns, so the topic has one of its own. */
export class AlarmTopic extends sns.Topic {
  constructor(scope: Construct, id: string) {
    const key = new kms.Key(scope, `${id}Key`, {
      description: 'Encrypts what alarms say',
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, { enforceSSL: true, masterKey: key });
    const cloudwatchOfThisAccount = new iam.ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    this.grantPublish(cloudwatchOfThisAccount); // and to use the key
    this.addSubscription(new EmailSubscription(settingsOf(scope).alarmEmail));
    acknowledge(this, {
      'Serverless::Serverless-SNSRedrivePolicy': 'Mail that does not arrive belongs in no queue',
    });
  }

  /** Tell of every alarm that the stack has by now. */
  hearAllAlarms(): void {
    for (const each of Stack.of(this).node.findAll()) {
      if (each instanceof cloudwatch.Alarm) {
        each.addAlarmAction(new SnsAction(this));
        each.addOkAction(new SnsAction(this));
      }
    }
  }
}
