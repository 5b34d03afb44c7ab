/** Permits to send a file to S3 or to fetch one: the file itself passes no function, and no limit of API Gateway. */
import { randomUUID } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { unavailableWhenAwsIs } from './aws.ts';
import { INCOMING, PROCESSED, s3Client } from './bucket.ts';
import { NotFoundError } from './errors.ts';
import type { Response } from './response.ts';

const PERMIT_SECONDS = 15 * 60;

export const s3 = s3Client();

/** What a client needs to fetch a file. */
export interface DownloadPermit {
  readonly url: string;
  readonly expires_in: number;
}

/** What a client needs to send a file: the form's fields, and the id that the file will have. */
export interface UploadPermit extends DownloadPermit {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A form that S3 takes for a quarter of an hour, with one file of exactly this content type and size in bytes. */
export async function permitUpload(bucketVariable: string, contentType: string, size: number): Promise<UploadPermit> {
  const id = randomUUID();
  const { url, fields } = await createPresignedPost(s3, {
    Bucket: String(process.env[bucketVariable]),
    Key: INCOMING + id,
    Fields: { 'Content-Type': contentType },
    Conditions: [{ 'Content-Type': contentType }, ['content-length-range', size, size]],
    Expires: PERMIT_SECONDS,
  });
  return { id, url, fields, expires_in: PERMIT_SECONDS };
}

/** A URL of what was made of an upload. Throws NotFoundError as long as there is none, and UnavailableError. */
export async function permitDownload(bucketVariable: string, id: string): Promise<DownloadPermit> {
  const where = { Bucket: process.env[bucketVariable], Key: PROCESSED + id };
  try {
    await unavailableWhenAwsIs(() => s3.send(new HeadObjectCommand(where)));
  } catch (error) {
    throw error instanceof NotFound ? new NotFoundError(`${id} is not there, or not processed yet.`) : error;
  }
  // What somebody uploaded is saved, never shown as a page of the bucket's.
  const question = new GetObjectCommand({ ...where, ResponseContentDisposition: 'attachment' });
  return { url: await getSignedUrl(s3, question, { expiresIn: PERMIT_SECONDS }), expires_in: PERMIT_SECONDS };
}

/** A permit, which nobody on its way may store; with a location it is a new one. */
export function answerPermit(permit: DownloadPermit, location?: string): Response {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  const body = JSON.stringify(permit);
  return location === undefined
    ? { status: 200, body, headers }
    : { status: 201, body, headers: { ...headers, Location: location } };
}
