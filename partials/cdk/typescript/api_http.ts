/** The API: an HTTP API that leads each route to its function. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { {{ 'hasDomain, ' if custom_domain }}settingsOf } from '../settings.ts';
{% if not with_auth %}
import { acknowledge } from './acknowledge.ts';
{% endif %}
{% if custom_domain %}
import { leadDomainTo } from './api-domain.ts';
{% endif %}
import { LogGroup } from './log-group.ts';

const LOG_FORMAT =
  '{"request_id": "$context.requestId", "time": "$context.requestTime", "ip": "$context.identity.sourceIp", ' +
  '"route": "$context.routeKey", "path": "$context.path", "status": "$context.status", ' +
  '"latency_ms": "$context.responseLatency", "integration_latency_ms": "$context.integrationLatency", ' +
  '"integration_error": "$context.integrationErrorMessage"}';
{% if not with_auth %}
const PUBLIC = 'Anyone may call this API: README says so';
{% endif %}

/** Throttled, logged, and open to the pages of one origin{{ '; each route asks who calls' if with_auth }}. */
export class Api extends apigatewayv2.HttpApi {
  readonly baseUrl: string;
  readonly measured: apigatewayv2.HttpApi;

  constructor(scope: Construct{{ ', authorizer: apigatewayv2.IHttpRouteAuthorizer' if with_auth }}) {
    const settings = settingsOf(scope);
    const { stackName } = Stack.of(scope);
    super(scope, 'HttpApi', {
      apiName: stackName,
      corsPreflight: {
{% include layers.infra ~ '/allow-headers.ts' %}
        allowMethods: [
{% for method in functions | selectattr('route', 'defined') | map(attribute='route.method') | unique %}
          apigatewayv2.CorsHttpMethod.{{ method }},
{% endfor %}
        ],
        allowOrigins: [settings.corsAllowOrigin],
        exposeHeaders: ['etag', 'location', 'retry-after'],
        maxAge: Duration.minutes(10),
      },
      createDefaultStage: false,
{% if custom_domain %}
      // Where it has a domain of its own, it answers there only.
      disableExecuteApiEndpoint: hasDomain(settings),
{% endif %}
{% if with_auth %}
      defaultAuthorizer: authorizer,
{% endif %}
    });
    // This prefix keeps it out of the account's policy for log delivery, which has room for a few groups only.
    const logGroup = new LogGroup(this, 'LogGroup', { name: `/aws/vendedlogs/${stackName}-api` });
    {{ 'const stage = ' if custom_domain }}this.addStage('Stage', {
      accessLogSettings: {
        destination: new apigatewayv2.LogGroupLogDestination(logGroup),
        format: apigateway.AccessLogFormat.custom(LOG_FORMAT),
      },
      autoDeploy: true,
      throttle: { burstLimit: settings.throttleBurst, rateLimit: settings.throttleRate },
    });
{% if not with_auth %}
    acknowledge(this, { 'AwsSolutions::AwsSolutions-APIG4': PUBLIC });
{% endif %}
{% if custom_domain %}
    if (hasDomain(settings)) {
      leadDomainTo(this, stage);
    }
    this.baseUrl = hasDomain(settings) ? `https://${settings.domainName}` : this.apiEndpoint;
{% else %}
    this.baseUrl = this.apiEndpoint;
{% endif %}
    this.measured = this;
  }
{% if auth_facts.route_scopes %}
  /** Let a function answer a route, for callers whose token has the scope that allows it. */
  lead(method: string, path: string, handler: lambda.{{ 'IFunction' if with_aliases else 'Function' }}, allowedBy: string): void {
    const integration = new HttpLambdaIntegration('Integration', handler);
    const methods = [method as apigatewayv2.HttpMethod];
    this.addRoutes({ path, methods, integration, authorizationScopes: [allowedBy] });
{% else %}
  /** Let a function answer a route. */
  lead(method: string, path: string, handler: lambda.{{ 'IFunction' if with_aliases else 'Function' }}): void {
    const integration = new HttpLambdaIntegration('Integration', handler);
    this.addRoutes({ path, methods: [method as apigatewayv2.HttpMethod], integration });
{% endif %}
  }
}
