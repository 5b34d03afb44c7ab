/** Sends messages to SQS queues. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { settings } from './aws.ts';
import { entryOf, type Outgoing, sendAll } from './sender.ts';

export const sqs = new SQSClient(settings());

/** Send to the queue whose URL is in the environment variable. Throws what `sendAll` does, and TooLargeError. */
export async function deliver(
  variable: string,
  messages: readonly Outgoing<unknown>[],
  { fifo }: { fifo: boolean },
): Promise<void> {
  const entries = messages.map((message) => entryOf(message, fifo));
  await sendAll((batch) => {
    const Entries = batch.map(({ content, ...entry }) => ({ MessageBody: content, ...entry }));
    return sqs.send(new SendMessageBatchCommand({ QueueUrl: process.env[variable], Entries }));
  }, entries);
}
