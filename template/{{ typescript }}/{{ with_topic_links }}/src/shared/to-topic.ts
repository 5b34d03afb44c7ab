/** Sends messages to SNS topics. */
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { settings } from './aws.ts';
import { entryOf, type Outgoing, sendAll } from './sender.ts';

export const sns = new SNSClient(settings());

/** Send to the topic whose ARN is in the environment variable. Throws what `sendAll` does, and TooLargeError. */
export async function deliver(
  variable: string,
  messages: readonly Outgoing<unknown>[],
  { fifo }: { fifo: boolean },
): Promise<void> {
  const entries = messages.map((message) => entryOf(message, fifo));
  await sendAll((batch) => {
    const PublishBatchRequestEntries = batch.map(({ content, ...entry }) => ({ Message: content, ...entry }));
    return sns.send(new PublishBatchCommand({ TopicArn: process.env[variable], PublishBatchRequestEntries }));
  }, entries);
}
