/** Who calls: the AWS identity that signed the request, as the gateway found it. */
import * as z from 'zod/mini';

/** `arn` is that of a user, or of a role with the name of whoever took it. */
export interface Caller {
  readonly arn: string;
  readonly account: string;
}

const Identity = z.object({ userArn: z.string(), accountId: z.string() });

/** The caller, by the identity in an event. Throws an error where no gateway has looked at a signature. */
export function callerOf(identity: unknown): Caller {
  const { userArn, accountId } = Identity.parse(identity);
  return { arn: userArn, account: accountId };
}
