/** S3 as its client sees it, in memory: commands end before they reach the network. */
import { Readable } from 'node:stream';
import { NoSuchKey, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { vi } from 'vitest';

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: { readonly Key: string; readonly Body?: Uint8Array };
}

/** The objects of all buckets, by their path. */
export class FakeS3 {
  objects: Map<string, Uint8Array>;
  readonly parts: number[] = [];

  constructor(objects: Record<string, string>) {
    this.objects = new Map(Object.entries(objects).map(([path, content]) => [path, Buffer.from(content)]));
  }

  /** Answer this client's commands. */
  attach(client: S3Client): void {
    const send = vi.spyOn(client, 'send');
    send.mockImplementation(async (command) => {
      send.mockClear(); // nothing is to keep what was sent
      return this.#answer(command as unknown as Command) as never;
    });
  }

  open(path: string): Readable {
    return Readable.from([this.objects.get(path)]);
  }

  keep(path: string, body: Uint8Array): void {
    this.parts.push(body.length);
    this.objects.set(path, Buffer.concat([this.objects.get(path) ?? Buffer.of(), body]));
  }

  #answer(command: Command): object {
    const { input } = command;
    const missing = { message: 'It is not there.', $metadata: { httpStatusCode: 404 } };
    switch (command.constructor.name) {
      case 'GetObjectCommand':
        if (!this.objects.has(input.Key)) {
          throw new NoSuchKey(missing);
        }
        return { Body: this.open(input.Key), ContentType: 'text/plain' };
      case 'HeadObjectCommand':
        if (!this.objects.has(input.Key)) {
          throw new NotFound(missing);
        }
        return {};
      case 'CreateMultipartUploadCommand':
        this.objects.set(input.Key, Buffer.of());
        return { UploadId: 'upload' };
      case 'AbortMultipartUploadCommand':
        this.objects.delete(input.Key);
        return {};
      case 'UploadPartCommand':
        this.keep(input.Key, input.Body ?? Buffer.of());
        return { ETag: 'etag' };
      case 'PutObjectCommand':
        this.objects.delete(input.Key);
        this.keep(input.Key, input.Body ?? Buffer.of());
        return { ETag: 'etag' };
    }
    return { ETag: 'etag' };
  }
}
