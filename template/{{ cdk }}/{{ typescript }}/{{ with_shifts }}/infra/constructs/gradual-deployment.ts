/** How calls pass to a new version: CodeDeploy tries it, leads calls to it, and goes back when an alarm goes off. */
import { Aws, type Stack } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { CfnAlias } from 'aws-cdk-lib/aws-lambda';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { CheckFunction } from './check-function.ts';
import { ServiceFunction } from './service-function.ts';
import { wildcard } from './wildcard.ts';

/**
 * Of every function that the stack has by now.
 *
 * The library's own LambdaDeploymentGroup gives its role AWS's policy, by which it may move any alias in the account.
 */
export function deployGradually(stack: Stack): void {
  const functions = stack.node.findAll().filter((each) => each instanceof ServiceFunction);
  const application = new codedeploy.CfnApplication(stack, 'ServerlessDeploymentApplication', {
    computePlatform: 'Lambda',
  });
  const check = new CheckFunction(stack, { application, functions });
  const role = roleOf(stack, functions, check);
  for (const each of functions) {
    const group = groupOf(each, application, role);
    const alias = each.live.node.defaultChild as CfnAlias;
    alias.cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: {
        applicationName: application.ref,
        beforeAllowTrafficHook: check.functionName,
        deploymentGroupName: group.ref,
      },
    };
  }
}

/** It may touch aliases and versions of just these functions, and look at the alarms of this stack. */
function roleOf(stack: Stack, functions: ServiceFunction[], check: CheckFunction): iam.Role {
  const codedeployOfThisAccount = new iam.ServicePrincipal('codedeploy.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
  const role = new iam.Role(stack, 'DeploymentRole', { assumedBy: codedeployOfThisAccount });
  const alarms = wildcard(role, { service: 'cloudwatch', kind: 'alarm', begins: `${stack.stackName}-` });
  const statements = [
    { actions: ['cloudwatch:DescribeAlarms'], resources: [alarms] },
    { actions: ['lambda:InvokeFunction'], resources: [check.functionArn] },
    {
      actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
      resources: functions.map((each) => `${each.function.functionArn}*`),
    },
  ];
  for (const each of statements) {
    role.addToPolicy(new iam.PolicyStatement(each));
  }
  for (const each of functions) {
    acknowledge(role, {
      [`AwsSolutions::AwsSolutions-IAM5[Resource::<${each.node.id}Function.Arn>*]`]:
        "An alias is a part of its function's name",
    });
  }
  return role;
}

function groupOf(
  each: ServiceFunction,
  application: codedeploy.CfnApplication,
  role: iam.Role,
): codedeploy.CfnDeploymentGroup {
  return new codedeploy.CfnDeploymentGroup(each.function, 'DeploymentGroup', {
    alarmConfiguration: {
      alarms: each.stoppedBy.map((alarm) => ({ name: alarm.alarmName })),
      enabled: each.stoppedBy.length > 0,
    },
    applicationName: application.ref,
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    deploymentConfigName: settingsOf(each).deploymentConfig,
    deploymentStyle: { deploymentOption: 'WITH_TRAFFIC_CONTROL', deploymentType: 'BLUE_GREEN' },
    serviceRoleArn: role.roleArn,
  });
}
