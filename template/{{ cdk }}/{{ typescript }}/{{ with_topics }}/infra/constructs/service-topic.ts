/** A topic and the queues that it feeds. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Usable } from './service-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface ServiceTopicProps {
  readonly name: string;
  /** Where functions that publish to it find its ARN. */
  readonly variable: string;
}

/** Each message goes to every queue; what SNS can't deliver is in that queue's dead-letter queue. */
export class ServiceTopic extends sns.Topic implements Usable {
  readonly variable: string;

  constructor(scope: Construct, id: string, props: ServiceTopicProps) {
    super(scope, id, {
      enforceSSL: true,
      ...(props.name.endsWith('.fifo') && {
        fifo: true,
        fifoThroughputScope: sns.FifoThroughputScope.MESSAGE_GROUP,
        // CloudFormation itself names FIFO topics without .fifo.
        topicName: `${Stack.of(scope).stackName}-${props.name}`,
      }),
      masterKey: kms.Alias.fromAliasName(scope, `${id}.Key`, 'alias/aws/sns'),
    });
    this.variable = props.variable;
  }

  /** Deliver to a queue every message, or those that a filter lets through. */
  feed(queue: WorkQueue, filterPolicy?: Record<string, sns.SubscriptionFilter>): void {
    const subscription = new SqsSubscription(queue, {
      deadLetterQueue: queue.keptBy,
      ...(filterPolicy && { filterPolicy }),
      rawMessageDelivery: true,
    });
    this.addSubscription(subscription);
  }

  get knownAs(): string {
    return this.topicArn;
  }

  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.topicArn] });
  }
}
