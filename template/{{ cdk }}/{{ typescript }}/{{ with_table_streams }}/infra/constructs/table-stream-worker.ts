/** A function that follows the changes of a table. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { ServiceTable } from './service-table.ts';
import { StreamWorker } from './stream-worker.ts';
import type { WorkerProps } from './worker.ts';

export interface TableStreamWorkerProps extends WorkerProps {
  readonly table: ServiceTable;
}

export class TableStreamWorker extends StreamWorker {
  constructor(scope: Construct, id: string, props: TableStreamWorkerProps) {
    super(scope, id, props);
    // What this function itself inserts or modifies stays away, else it would trigger itself for ever.
    const others = [{ exists: false }, { 'anything-but': [this.function.functionName] }];
    const filters = [
      lambda.FilterCriteria.filter({ eventName: ['REMOVE'] }),
      lambda.FilterCriteria.filter({ dynamodb: { NewImage: { '#writer': { S: others } } } }),
    ];
    // A table's type says that its stream may be undefined, which exactOptionalPropertyTypes tells from missing.
    const table = props.table as ITable;
    this.function.addEventSource(new DynamoEventSource(table, { ...this.reading(), filters }));
  }
}
