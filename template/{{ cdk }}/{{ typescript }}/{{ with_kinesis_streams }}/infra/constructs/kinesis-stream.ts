/** A Kinesis stream and the function that consumes it. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { StreamWorker } from './stream-worker.ts';
import type { WorkerProps } from './worker.ts';

/** Grows with its traffic; records stay for a week, so that what failed on a Friday can still be read on Monday. */
export class ServiceStream extends kinesis.Stream {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: kinesis.StreamEncryption.MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
      retentionPeriod: Duration.days(7),
      streamMode: kinesis.StreamMode.ON_DEMAND,
    });
  }
}

export interface KinesisStreamWorkerProps extends WorkerProps {
  readonly stream: ServiceStream;
}

export class KinesisStreamWorker extends StreamWorker {
  constructor(scope: Construct, id: string, props: KinesisStreamWorkerProps) {
    super(scope, id, props);
    this.function.addEventSource(new KinesisEventSource(props.stream, this.reading()));
  }
}
