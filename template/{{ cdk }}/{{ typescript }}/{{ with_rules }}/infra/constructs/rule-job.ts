/** A function that handles what EventBridge tells it. */
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { DELIVERIES, Job, PATIENCE } from './job.ts';

export class RuleJob extends Job {
  /** Handle each event of a pattern; what EventBridge can't deliver is kept like what the function can't do. */
  hear(eventPattern: events.EventPattern): void {
    const target = new targets.LambdaFunction(this.function, {
      deadLetterQueue: this.deadLetterQueue,
      maxEventAge: PATIENCE,
      retryAttempts: DELIVERIES,
    });
    new events.Rule(this, 'Rule', { eventPattern, targets: [target] });
  }
}
