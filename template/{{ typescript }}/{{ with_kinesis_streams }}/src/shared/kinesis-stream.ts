/** Records of Kinesis streams, and what makes a Lambda handler of a function that works on one. */
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { decode } from './messages.ts';
import { type Handler, ShardRecord, streamWorker } from './stream.ts';

/** A record as its producer put it; those with the same partition key come in their order. */
export class KinesisRecord extends ShardRecord {
  readonly partitionKey: string;
  readonly data: Buffer;

  constructor({ eventID, kinesis: content }: KinesisStreamRecord) {
    // Sequence numbers are unique within a shard only; an event's id names the shard, too.
    super(content.sequenceNumber, eventID);
    this.partitionKey = content.partitionKey;
    this.data = Buffer.from(content.data, 'base64');
  }

  /** The data as the schema has it. Throws InvalidError unless it is JSON and valid. */
  read<Content>(schema: z.ZodMiniType<Content>): Content {
    return decode(this.data, schema);
  }
}

/** The handler of the function `name`, which does each record once by `work`. */
export function kinesisStreamWorker(
  name: string,
  work: (record: KinesisRecord) => Promise<string>,
): Handler<Pick<KinesisStreamEvent, 'Records'>> {
  return streamWorker(name, (event) => event.Records.map((record) => new KinesisRecord(record)), work);
}
