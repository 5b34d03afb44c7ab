/** The client of S3, and the two parts of a bucket. */
import { S3Client } from '@aws-sdk/client-s3';
import { settings } from './aws.ts';

// What is uploaded, and what the service makes of it: the rule that calls its function hears of the first only.
export const INCOMING = 'incoming/';
export const PROCESSED = 'processed/';

/** A client of S3 that waits so many milliseconds for an answer. */
export function s3Client(patienceMs?: number): S3Client {
  return new S3Client(settings(patienceMs));
}
