/** Alarms on tables that refuse reads and writes. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Alarm } from './alarm.ts';
import type { ServiceTable } from './service-table.ts';

const PERIOD = Duration.minutes(5);
// CloudWatch takes at most ten metrics in one alarm: two of each of five tables.
const TABLES = 5;

export function alarmOnThrottles(scope: Construct, tables: ServiceTable[]): void {
  for (let first = 0; first < tables.length; first += TABLES) {
    const usingMetrics: Record<string, cloudwatch.IMetric> = {};
    for (const [number, table] of tables.slice(first, first + TABLES).entries()) {
      usingMetrics[`reads_${number}`] = table.metric('ReadThrottleEvents', { period: PERIOD, statistic: 'Sum' });
      usingMetrics[`writes_${number}`] = table.metric('WriteThrottleEvents', { period: PERIOD, statistic: 'Sum' });
    }
    new Alarm(scope, `TableThrottlesAlarm${first ? first / TABLES + 1 : ''}`, {
      description: 'DynamoDB refused more than 10 reads and writes in 5 minutes',
      metric: new cloudwatch.MathExpression({
        // A table reports throttles only when there are any.
        expression: 'SUM(FILL(METRICS(), 0))',
        period: PERIOD,
        usingMetrics,
      }),
      above: 10,
    });
  }
}
