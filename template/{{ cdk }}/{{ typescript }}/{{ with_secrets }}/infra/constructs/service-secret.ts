/** A secret that functions read when they run. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { settingsOf } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import type { Usable } from './service-function.ts';

export interface ServiceSecretProps {
  readonly name: string;
  readonly description: string;
  /** Where functions that read it find its ARN. */
  readonly variable: string;
}

/**
 * Made with a value that nobody knows; `make secret` sets the one that is meant.
 *
 * That of a protected environment outlives its stack.
 */
export class ServiceSecret extends secretsmanager.Secret implements Usable {
  readonly variable: string;

  constructor(scope: Construct, id: string, props: ServiceSecretProps) {
    const { deletionProtection } = settingsOf(scope);
    super(scope, id, {
      description: props.description,
      generateSecretString: { passwordLength: 64 },
      removalPolicy: deletionProtection ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      // By its stack's name the roles of CI, and the boundary of those of functions, know it.
      secretName: `${Stack.of(scope).stackName}/${props.name}`,
    });
    this.variable = props.variable;
    acknowledge(this, {
      'AwsSolutions::AwsSolutions-SMG4': 'What it opens says how it is renewed: README tells how',
    });
  }

  get knownAs(): string {
    return this.secretArn;
  }

  /** Of these actions alone; the construct's own grant lets describe it, too. */
  grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.secretArn] });
  }
}
