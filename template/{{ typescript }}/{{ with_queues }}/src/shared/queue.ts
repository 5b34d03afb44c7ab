/** Messages of SQS queues, and what makes a Lambda handler of a function that works on one message. */
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type BatchAnswer, workThrough } from './batch.ts';
import { once } from './idempotency.ts';
import { decode } from './messages.ts';
import { observed } from './observability.ts';

/** What Lambda calls: with an event and its context. */
export type Handler = (event: Pick<SQSEvent, 'Records'>, context: Context) => Promise<BatchAnswer>;

/**
 * A message as SQS delivered it, for the so-many-th time if `received` is above 1.
 *
 * `key` stays the same when its sender, or SQS, delivers the message again. `group` is the FIFO queue's message group;
 * in a standard queue each message is a group of its own.
 */
export class Message {
  readonly id: string;
  readonly key: string;
  readonly group: string;
  readonly received: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** What the sender's logs have, too; its own id, where the sender told none. */
  readonly correlationId: string;
  readonly body: string;

  constructor(record: SQSRecord) {
    const sent = Object.entries(record.messageAttributes);
    const texts = sent.flatMap(([name, { stringValue }]) => (stringValue === undefined ? [] : [[name, stringValue]]));
    this.id = record.messageId;
    this.attributes = Object.fromEntries(texts);
    this.correlationId = this.attributes['correlation-id'] ?? record.messageId;
    this.key = this.attributes['idempotency-key'] ?? record.messageId;
    this.group = record.attributes.MessageGroupId ?? record.messageId;
    this.received = Number(record.attributes.ApproximateReceiveCount);
    this.body = record.body;
  }

  /** The body as the schema has it. Throws InvalidError unless it is JSON and valid. */
  read<Content>(schema: z.ZodMiniType<Content>): Content {
    return decode(this.body, schema);
  }
}

/** The handler of the function `name`, which does each message once by `work`. */
export function queueWorker(name: string, work: (message: Message) => Promise<string>): Handler {
  return observed(async (event, context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    const messages = event.Records.map((record) => new Message(record));
    const workOnce = (message: Message) => once(`${name}#${message.key}`, () => work(message), remainingMs());
    return await workThrough(messages, workOnce, remainingMs);
  });
}
