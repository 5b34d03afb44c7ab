/** Secrets in an AWS on loopback, as Secrets Manager keeps them: versions come and go, the newest is read. */
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { provider, StoredSecret } from '../../src/shared/secrets.ts';

const FIRST = 'first';
const SECOND = 'second';
const client = new SecretsManagerClient();
const stored = new StoredSecret('EXAMPLE_SECRET_ARN');
let arn = '';

beforeEach(async () => {
  const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: 'example', SecretString: FIRST }));
  arn = ARN;
  vi.stubEnv('EXAMPLE_SECRET_ARN', arn);
  provider.clearCache();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await client.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true }));
});

test('a rotated secret is read anew', async () => {
  expect((await stored.get()).reveal()).toBe(FIRST);
  await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: SECOND }));
  expect((await stored.get()).reveal()).toBe(FIRST);
  expect((await stored.renew()).reveal()).toBe(SECOND);
});

test('a secret that is not there is told', async () => {
  vi.stubEnv('EXAMPLE_SECRET_ARN', arn.replace('example', 'another'));
  await expect(stored.get()).rejects.toThrow("EXAMPLE_SECRET_ARN can't be read: ResourceNotFoundException");
});
