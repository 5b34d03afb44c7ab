/** Runs that nearly ran out of time or memory, counted by what Lambda reports in the log. */
import { Aws, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { Alarm } from './alarm.ts';

const METRIC = 'NearLimits';
const USED = '$.record.metrics';

/** `timeout` is in seconds, `memory` in MB. */
export interface NearLimitsFilterProps {
  readonly logGroup: logs.ILogGroup;
  readonly timeout: number;
  readonly memory: number;
}

/** Counts the runs of a function that used more than 80 % of its time or memory. */
export class NearLimitsFilter extends logs.MetricFilter {
  constructor(scope: Construct, id: string, { logGroup, timeout, memory }: NearLimitsFilterProps) {
    const { all, any, numberValue, stringValue } = logs.FilterPattern;
    const report = stringValue('$.type', '=', 'platform.report');
    const slow = numberValue(`${USED}.durationMs`, '>', timeout * 800);
    const large = numberValue(`${USED}.maxMemoryUsedMB`, '>', Math.floor((memory * 4) / 5));
    super(scope, id, {
      filterPattern: all(report, any(slow, large)),
      logGroup,
      metricName: METRIC,
      metricNamespace: Aws.STACK_NAME,
      metricValue: '1',
      unit: cloudwatch.Unit.COUNT,
    });
  }
}

/** One metric and one alarm for all functions: an alarm for each would cost as much as the rest of them together. */
export class NearLimitsAlarm extends Alarm {
  constructor(scope: Construct, id: string) {
    const limit = settingsOf(scope).alarmNearLimits;
    super(scope, id, {
      description: `More than ${limit} runs of functions used more than 80 % of their time or memory in 5 minutes`,
      metric: new cloudwatch.Metric({
        metricName: METRIC,
        namespace: Aws.STACK_NAME,
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      above: limit,
    });
  }
}
