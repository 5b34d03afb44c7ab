/** The HTTP API's events and answers, in payload format 2.0. */
import type { {{ auth_facts.event_type }}, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
{% if with_auth %}
import { callerOf } from './caller.ts';
{% endif %}
import { Request } from './request.ts';
import type { Response } from './response.ts';

export type GatewayEvent = {{ auth_facts.event_type }};
export type Answer = APIGatewayProxyStructuredResultV2;

/** The request in an event. Header names come in lower case from AWS, in any from `sam local`. */
export function read(event: GatewayEvent, remainingMs: () => number): Request {
  const headers = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return new Request({
    id: event.requestContext.requestId,
    url: event.rawPath,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: Object.fromEntries(headers),
    remainingMs,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
{% if with_auth %}
    caller: callerOf(event.requestContext{{ auth_facts.caller }}),
{% endif %}
  });
}

/** The answer as the gateway takes it; the gateway adds the CORS headers. */
export function write(response: Response): Answer {
  return { statusCode: response.status, headers: { ...response.headers }, body: response.body };
}
