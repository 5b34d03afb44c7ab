/** Uploads: what EventBridge tells of them, and how a file of any size passes through a function, piece by piece. */
import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { Upload as Multipart } from '@aws-sdk/lib-storage';
import type { EventBridgeEvent } from 'aws-lambda';
import { unavailableWhenAwsIs } from './aws.ts';
import { INCOMING, PROCESSED, s3Client } from './bucket.ts';
import { NotFoundError } from './errors.ts';
import { type Handler, job } from './job.ts';

/** What is made of a file's name and content. */
export type Process = (name: string, content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

type Envelope = Pick<EventBridgeEvent<string, { object: { key: string; sequencer: string } }>, 'detail'>;

// S3 answers a part when it has stored it.
const PATIENCE_MS = 20_000;

// One part is in memory at a time; S3 takes 10,000 of them.
const ONE_BY_ONE = { partSize: 8 * 1024 * 1024, queueSize: 1 };

export const s3 = s3Client(PATIENCE_MS);

/** A file in a bucket; `key` stays the same when its event comes again, and is another when the file is replaced. */
export class Upload {
  readonly key: string;
  readonly bucket: string | undefined;
  readonly path: string;

  constructor(key: string, bucket: string | undefined, path: string) {
    this.key = key;
    this.bucket = bucket;
    this.path = path;
  }

  /**
   * Write what `process` makes of the file's name and content, and give the path of what was written.
   *
   * Throws NotFoundError when the file is gone, UnavailableError, and whatever `process` throws; nothing is written
   * then.
   */
  async transform(process: Process): Promise<string> {
    const name = this.path.slice(INCOMING.length);
    const { Body, ContentType } = await this.#found();
    const params = {
      Bucket: this.bucket,
      Key: PROCESSED + name,
      Body: Readable.from(process(name, Body as Readable)),
      ContentType,
    };
    await unavailableWhenAwsIs(() => new Multipart({ client: s3, params, ...ONE_BY_ONE }).done());
    return params.Key;
  }

  async #found() {
    const question = new GetObjectCommand({ Bucket: this.bucket, Key: this.path });
    try {
      return await unavailableWhenAwsIs(() => s3.send(question));
    } catch (error) {
      throw error instanceof NoSuchKey ? new NotFoundError(`There is no ${this.path}.`, { cause: error }) : error;
    }
  }
}

/** The handler of the function `name`, which does each upload to the bucket once by `work`. */
export function uploadWorker(
  name: string,
  bucketVariable: string,
  work: (upload: Upload) => Promise<string>,
): Handler<Envelope> {
  return job(
    name,
    ({ detail }: Envelope) => {
      // EventBridge gives the path as it is; only S3's own notifications give it URL-encoded.
      const key = `${detail.object.key}#${detail.object.sequencer}`;
      return { key, subject: new Upload(key, process.env[bucketVariable], detail.object.key) };
    },
    // The rule does not tell the function of what it has written itself; should that ever change, it ends here.
    async (upload) => (upload.path.startsWith(INCOMING) ? await work(upload) : 'left alone: it is no upload'),
  );
}
