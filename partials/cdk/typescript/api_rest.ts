/** The API: a REST API that leads each route to its function. */
import { Aws, Duration, Size, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { {{ 'hasDomain, ' if custom_domain }}settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
{% if custom_domain %}
import { leadDomainTo } from './api-domain.ts';
{% endif %}
import { LogGroup } from './log-group.ts';

const LOG_FORMAT =
  '{"request_id": "$context.requestId", "time": "$context.requestTime", "ip": "$context.identity.sourceIp", ' +
  '"method": "$context.httpMethod", "route": "$context.resourcePath", "path": "$context.path", ' +
  '"status": "$context.status", "latency_ms": "$context.responseLatency", ' +
  '"integration_latency_ms": "$context.integration.latency", "integration_error": "$context.integration.error"}';
{% if not with_auth %}
const PUBLIC = 'Anyone may call this API: README says so';
{% endif %}
// What the gateway answers by itself looks like the functions' problems; {{ auth_facts.unknown_route.says }}.
const PROBLEM = '{"type": "about:blank", MEMBERS, "request_id": "$context.requestId"}';
const { DEFAULT_4XX, DEFAULT_5XX, MISSING_AUTHENTICATION_TOKEN, THROTTLED } = apigateway.ResponseType;
const OWN_ANSWERS: { type: apigateway.ResponseType; statusCode?: string; members: string }[] = [
  { type: DEFAULT_4XX, members: '"title": $context.error.messageString' },
  { type: DEFAULT_5XX, members: '"title": $context.error.messageString' },
  { type: MISSING_AUTHENTICATION_TOKEN, statusCode: '{{ auth_facts.unknown_route.code }}', members: '{{ auth_facts.unknown_route.members }}' },
  { type: THROTTLED, members: '"title": "Too Many Requests", "status": 429' },
];

/** Throttled, traced, and open to the pages of one origin; logged where the account has a role for it. */
export class Api extends apigateway.RestApi {
  readonly baseUrl: string;
  readonly measured: apigateway.Stage;

  constructor(scope: Construct{{ ', closed: apigateway.MethodOptions' if with_auth }}) {
    const settings = settingsOf(scope);
    const { stackName } = Stack.of(scope);
    const logGroup = settings.apiAccessLogs
      ? new LogGroup(scope, 'RestApiLogGroup', { name: `/aws/vendedlogs/${stackName}-api` })
      : undefined;
    super(scope, 'RestApi', {
      cloudWatchRole: false,
      defaultCorsPreflightOptions: {
{% include layers.infra ~ '/allow-headers.ts' %}
        allowMethods: ['{{ functions | selectattr('route', 'defined') | map(attribute='route.method') | unique | join("', '") }}', 'OPTIONS'],
        allowOrigins: [settings.corsAllowOrigin],
        maxAge: Duration.minutes(10),
        statusCode: 200,
      },
{% if with_auth %}
      defaultMethodOptions: closed,
{% endif %}
      deployOptions: {
        ...(logGroup && {
          accessLogDestination: new apigateway.LogGroupLogDestination(logGroup),
          accessLogFormat: apigateway.AccessLogFormat.custom(LOG_FORMAT),
        }),
        stageName: 'live',
        throttlingBurstLimit: settings.throttleBurst,
        throttlingRateLimit: settings.throttleRate,
        tracingEnabled: true,
      },
{% if custom_domain %}
      // Where it has a domain of its own, it answers there only.
      disableExecuteApiEndpoint: hasDomain(settings),
{% endif %}
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // Larger answers are compressed for clients that accept it.
      minCompressionSize: Size.kibibytes(1),
      restApiName: stackName,
    });
    this.node.tryRemoveChild('Endpoint'); // an output that says the same as ApiUrl
    for (const { members, ...answer } of OWN_ANSWERS) {
      this.addGatewayResponse(answer.type.responseType, {
        ...answer,
        responseHeaders: {
          'Access-Control-Allow-Origin': `'${settings.corsAllowOrigin}'`,
          'Content-Type': "'application/problem+json'",
{% if with_tokens %}
          'WWW-Authenticate': "'Bearer'",
{% endif %}
        },
        templates: { 'application/json': PROBLEM.replace('MEMBERS', () => members) },
      });
    }
    acknowledge(this, {
      'AwsSolutions::AwsSolutions-APIG2': 'Functions validate, and name each bad field',
{% if not waf %}
      'AwsSolutions::AwsSolutions-APIG3': 'A web ACL costs by the month and by the request',
{% endif %}
{% if with_auth %}
      'AwsSolutions::AwsSolutions-APIG4': 'Preflights alone are open: browsers send no proof with them',
{% else %}
      'AwsSolutions::AwsSolutions-APIG4': PUBLIC,
{% endif %}
      'AwsSolutions::AwsSolutions-APIG6': 'Execution logs hold what clients send',
{% include layers.infra ~ '/auth/' ~ auth ~ '_rest_unmet.ts' %}
    });
    if (!logGroup) {
      const needsRole = 'They need a role that an account has once: README says how to set it up, and turn them on';
      acknowledge(this, {
        'AwsSolutions::AwsSolutions-APIG1': needsRole,
        'Serverless::Serverless-APIGWAccessLogging': needsRole,
      });
    }
{% if custom_domain %}
    if (hasDomain(settings)) {
      leadDomainTo(this);
    }
    this.baseUrl = hasDomain(settings)
      ? `https://${settings.domainName}`
      : `https://${this.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/live`;
{% else %}
    this.baseUrl = `https://${this.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/live`;
{% endif %}
    this.measured = this.deploymentStage;
  }
{% if auth_facts.route_scopes %}
  /** Let a function answer a route, for callers whose token has the scope that allows it. */
  lead(method: string, path: string, handler: lambda.Function{{ ', live: lambda.IAlias' if with_aliases }}, allowedBy: string): void {
{% else %}
  /** Let a function answer a route. */
  lead(method: string, path: string, handler: lambda.Function{{ ', live: lambda.IAlias' if with_aliases }}): void {
{% endif %}
    // What answers instead of the gateway sets the headers for pages of another origin.
    handler.addEnvironment('CORS_ALLOW_ORIGIN', settingsOf(this).corsAllowOrigin);
    const integration = new apigateway.LambdaIntegration({{ 'live' if with_aliases else 'handler' }}, { allowTestInvoke: false });
    this.root.resourceForPath(path).addMethod(method, integration{{ ', { authorizationScopes: [allowedBy] }' if auth_facts.route_scopes }});
  }
}
