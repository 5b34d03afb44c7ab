"""A secret that functions read when they run."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.settings import Settings


class ServiceSecret(secretsmanager.Secret):
    """Made with a value that nobody knows; `make secret` sets the one that is meant.

    That of a protected environment outlives its stack.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        description: str,
        variable: str,
    ) -> None:
        """Functions that read it find its ARN in `variable`."""
        protected = Settings.of(scope).deletion_protection
        super().__init__(
            scope,
            construct_id,
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=64),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if protected else RemovalPolicy.DESTROY,
            # By its stack's name the roles of CI, and the boundary of those of functions, know it.
            secret_name=f"{Stack.of(scope).stack_name}/{name}",
        )
        self.variable = variable
        acknowledge(self, {"AwsSolutions::AwsSolutions-SMG4": "What it opens says how it is renewed: README tells how"})

    @property
    def known_as(self) -> str:
        return self.secret_arn

    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Of these actions alone; the construct's own grant lets describe it, too."""
        return iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=[self.secret_arn])
