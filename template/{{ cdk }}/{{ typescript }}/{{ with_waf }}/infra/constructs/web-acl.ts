/** What stands before the API and keeps floods and known attacks away from it. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import type { Api } from './api.ts';
import { LogGroup } from './log-group.ts';

// The common rules block bodies of more than 8 KB; functions take 256, and refuse what is larger.
const COUNTED = ['SizeRestrictions_BODY'];
const LOGGED = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'];
const REDACTED = ['authorization', 'cookie'];

export interface WebAclProps {
  readonly api: Api;
}

export class WebAcl extends wafv2.CfnWebACL {
  constructor(scope: Construct, id: string, { api }: WebAclProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      defaultAction: { allow: {} },
      name: stack.stackName,
      rules: [
        floods(settingsOf(scope).wafRateLimit),
        managed('common-attacks', 1, 'AWSManagedRulesCommonRuleSet', COUNTED),
        managed('known-bad-inputs', 2, 'AWSManagedRulesKnownBadInputsRuleSet', []),
      ],
      scope: 'REGIONAL',
      visibilityConfig: measured(stack.stackName),
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', {
      resourceArn: api.deploymentStage.stageArn,
      webAclArn: this.attrArn,
    });
    // AWS WAF writes only into groups whose names begin like this.
    const logGroup = new LogGroup(this, 'LogGroup', { name: `aws-waf-logs-${stack.stackName}` });
    // The group's own ARN ends with ":*", which AWS WAF does not take.
    const destination = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      logDestinationConfigs: [destination],
      // What is let through is in the functions' logs.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: LOGGED.map((action) => ({ ActionCondition: { Action: action } })),
          },
        ],
      },
      redactedFields: REDACTED.map((name) => ({ singleHeader: { Name: name } })),
      resourceArn: this.attrArn,
    });
  }
}

/** Blocks an address that sends more requests than this in 5 minutes. */
function floods(limit: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: 'floods',
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit } },
    visibilityConfig: measured('floods'),
  };
}

/** Blocks what a group of AWS's rules says, but for those that only count. */
function managed(name: string, priority: number, group: string, counted: string[]): wafv2.CfnWebACL.RuleProperty {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ...(counted.length > 0 && { ruleActionOverrides }),
      },
    },
    visibilityConfig: measured(name),
  };
}

/** By a metric of its own; samples of requests would show tokens, which the log leaves out. */
function measured(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
