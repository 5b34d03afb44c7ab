/** The VPC that functions work in, where an environment names one. */
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';

const POLICY = 'service-role/AWSLambdaVPCAccessExecutionRole';
const FINDING = `AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${POLICY}]`;

export function enterVpc(handler: lambda.Function): void {
  const { securityGroupIds, subnetIds } = settingsOf(handler);
  if (subnetIds !== 'none') {
    // The construct's own `vpc` would have to know the VPC itself, of which settings name the parts that matter.
    const resource = handler.node.defaultChild as lambda.CfnFunction;
    resource.vpcConfig = { securityGroupIds: securityGroupIds.split(','), subnetIds: subnetIds.split(',') };
    handler.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(POLICY));
    acknowledge(handler, { [FINDING]: 'Lambda makes network interfaces, which have no names before' });
  }
}
