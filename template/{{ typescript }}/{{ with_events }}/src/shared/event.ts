/** Events of EventBridge, and what makes a Lambda handler of a function that handles one. */
import type { EventBridgeEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Handler, job } from './job.ts';
import { convert } from './messages.ts';

type Envelope = EventBridgeEvent<string, unknown>;

/** An event as EventBridge delivered it; `key` stays the same when it is delivered again. */
export class Event {
  readonly key: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: string;
  readonly detail: unknown;

  constructor(envelope: Envelope) {
    this.key = envelope.id;
    this.source = envelope.source;
    this.detailType = envelope['detail-type'];
    this.time = envelope.time;
    this.detail = envelope.detail;
  }

  /** The detail as the schema has it. Throws InvalidError unless it is valid. */
  read<Content>(schema: z.ZodMiniType<Content>): Content {
    return convert(this.detail, schema);
  }
}

/** The handler of the function `name`, which does each event once by `work`. */
export function eventWorker(name: string, work: (event: Event) => Promise<string>): Handler<Envelope> {
  return job(name, (envelope: Envelope) => ({ key: envelope.id, subject: new Event(envelope) }), work);
}
