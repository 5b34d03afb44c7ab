/** Secrets, read from Secrets Manager when they are needed, kept for five minutes, and shown to nobody by accident. */
import { inspect } from 'node:util';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { settings, unavailableWhenAwsIs } from './aws.ts';
import { UnavailableError } from './errors.ts';

/** So long a function may work with a value that has been replaced; so seldom it asks, which costs money and time. */
export const KEPT_SECONDS = 300;

/** A secret can't be read: no matter of the request, but of who runs the service. */
export class SecretError extends Error {
  override name = 'SecretError';
}

/** A value that only `reveal` gives: logs, messages and JSON show that there is one. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: for the call that needs it, and for no variable that lives longer. */
  reveal(): string {
    return this.#value;
  }

  /** One of the values of a secret that is a JSON object, like a database's. Throws SecretError. */
  field(name: string): Secret {
    let fields: unknown;
    try {
      fields = JSON.parse(this.#value);
    } catch {
      // What can't be read as JSON is told with its text: that error goes no further.
    }
    if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) {
      throw new SecretError(`The secret is no JSON object with a field '${name}'.`);
    }
    return new Secret(String((fields as Record<string, unknown>)[name]));
  }

  toString(): string {
    return 'Secret(hidden)';
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** What asks Secrets Manager and keeps the answers. */
export const provider = new SecretsProvider({ clientConfig: settings() });

/**
 * The secret whose ARN is in the environment variable `variable`.
 *
 * Its methods throw SecretError, and UnavailableError when AWS throttles or does not answer.
 */
export class StoredSecret {
  readonly #variable: string;

  constructor(variable: string) {
    this.#variable = variable;
  }

  /** The value, as it was five minutes ago or later. */
  async get(): Promise<Secret> {
    return this.#read(false);
  }

  /** The value as it is now: for a second try, when the other side refuses the one that `get` gave. */
  async renew(): Promise<Secret> {
    return this.#read(true);
  }

  async #read(forceFetch: boolean): Promise<Secret> {
    const arn = process.env[this.#variable];
    if (!arn) {
      throw new SecretError(`${this.#variable} is not set: the template's answer \`secrets\` says who reads what.`);
    }
    let value: unknown;
    try {
      value = await unavailableWhenAwsIs(() => asked(arn, forceFetch));
    } catch (error) {
      if (error instanceof UnavailableError) {
        throw error;
      }
      throw new SecretError(`${this.#variable} can't be read: ${(error as Error).name}`, { cause: error });
    }
    if (typeof value !== 'string') {
      throw new SecretError(`${this.#variable} has no text as its value.`);
    }
    return new Secret(value);
  }
}

/** The value; or what the SDK has thrown, which says whether to try again, without Powertools' error around it. */
async function asked(arn: string, forceFetch: boolean): Promise<unknown> {
  try {
    return await provider.get(arn, { maxAge: KEPT_SECONDS, forceFetch });
  } catch (error) {
    throw (error as Error).cause ?? error;
  }
}
