/** Who calls: what the gateway found in the token with which it let the request through. */
import * as z from 'zod/mini';

/** `subject` is a person or a program, `client` the application that got the token, `scopes` is what it allows. */
export interface Caller {
  readonly subject: string;
  readonly client: string;
  readonly scopes: ReadonlySet<string>;
}

// Issuers differ: a list of scopes arrives as "[a b]", and some call the client "azp".
const Claims = z.object({
  sub: z.string(),
  client_id: z.optional(z.string()),
  azp: z.optional(z.string()),
  scope: z.optional(z.string()),
  scp: z.optional(z.string()),
});

/** The caller, by the claims in an event. Throws an error where no gateway has looked at a token. */
export function callerOf(claims: unknown): Caller {
  const { sub, client_id, azp, scope, scp } = Claims.parse(claims);
  const scopes = (scope ?? scp ?? '').match(/[^\s[\]]+/g) ?? [];
  return { subject: sub, client: client_id ?? azp ?? '', scopes: new Set(scopes) };
}
