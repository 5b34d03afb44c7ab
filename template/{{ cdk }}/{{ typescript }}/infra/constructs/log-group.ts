/** A log group that forgets. */
import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';

export interface LogGroupProps {
  readonly name: string;
}

/** Declared, because those that AWS makes by itself keep their logs, and their cost, for ever. */
export class LogGroup extends logs.LogGroup {
  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id, {
      logGroupName: props.name,
      removalPolicy: RemovalPolicy.DESTROY,
      retention: settingsOf(scope).logRetentionDays,
    });
  }
}
