/** A function that handles events of one type. */
import type { Construct } from 'constructs';
import { RuleJob } from './rule-job.ts';
import type { WorkerProps } from './worker.ts';

export interface EventJobProps extends WorkerProps {
  readonly source: string;
  readonly detailType: string;
}

export class EventJob extends RuleJob {
  constructor(scope: Construct, id: string, props: EventJobProps) {
    super(scope, id, props);
    this.hear({ source: [props.source], detailType: [props.detailType] });
  }
}
