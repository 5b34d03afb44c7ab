/** A function that works without a caller. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { Alarm } from './alarm.ts';
import { type FunctionProps, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';

export interface WorkerProps extends FunctionProps {
  /** The table that remembers what is done. */
  readonly marks: ServiceTable;
}

/** Does each thing once, by a mark; somebody is told when it crashes. */
export class Worker extends ServiceFunction {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, props);
    this.use(props.marks, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    new Alarm(this, 'ErrorsAlarm', {
      description: `${props.package} crashed or ran out of time`,
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: settingsOf(this).alarmWorkerErrors,
    });
  }
}
