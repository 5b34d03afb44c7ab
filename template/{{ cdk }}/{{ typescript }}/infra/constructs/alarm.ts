/** An alarm of the service. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmProps {
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly above: number;
  /** @default 1 */
  readonly periods?: number;
}

/** Goes off when a metric is above a threshold for some periods; silence is no alarm. */
export class Alarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id, {
      alarmDescription: props.description,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      metric: props.metric,
      threshold: props.above,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}
