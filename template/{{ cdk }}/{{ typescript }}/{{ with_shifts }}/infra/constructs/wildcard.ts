/** An ARN that ends in a wildcard, because the rest of the name is made only when it is deployed. */
import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface WildcardProps {
  readonly service: string;
  readonly kind: string;
  /** How the names begin. */
  readonly begins: string;
  /**
   * How cdk-nag sees this beginning.
   *
   * @default - as it is
   */
  readonly seen?: string;
}

export function wildcard(user: Construct, { service, kind, begins, seen = begins }: WildcardProps): string {
  const stack = Stack.of(user);
  const arn = stack.formatArn({
    service,
    resource: kind,
    resourceName: `${begins}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  let finding = arn.replace(begins, () => seen);
  for (const [token, name] of [
    [stack.partition, '<AWS::Partition>'],
    [stack.account, '<AWS::AccountId>'],
  ] as const) {
    if (Token.isUnresolved(token)) {
      finding = finding.replace(token, name);
    }
  }
  acknowledge(user, {
    [`AwsSolutions::AwsSolutions-IAM5[Resource::${finding}]`]: 'The rest of the name is made when it is deployed',
  });
  return arn;
}
