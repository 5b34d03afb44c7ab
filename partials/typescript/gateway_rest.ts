/** The REST API's events and answers, as its proxy integration has them. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
{% if with_auth %}
import { callerOf } from './caller.ts';
{% endif %}
import { Request } from './request.ts';
import type { Response } from './response.ts';

export type GatewayEvent = APIGatewayProxyEvent;
export type Answer = APIGatewayProxyResult;

/** The request in an event. What is absent comes as null, header names as the client wrote them. */
export function read(event: GatewayEvent, remainingMs: () => number): Request {
  const headers = Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return new Request({
    id: event.requestContext.requestId,
    url: event.requestContext.path,
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

/** The answer as the gateway takes it, with the CORS headers that a REST API leaves to the function. */
export function write(response: Response): Answer {
  const cors = {
    'Access-Control-Allow-Origin': process.env['CORS_ALLOW_ORIGIN'] ?? '',
    'Access-Control-Expose-Headers': 'ETag,Location,Retry-After',
  };
  return { statusCode: response.status, headers: { ...response.headers, ...cors }, body: response.body };
}
