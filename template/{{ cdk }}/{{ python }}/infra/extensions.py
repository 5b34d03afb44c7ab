"""Your own resources. This file is yours: no update touches it."""

import aws_cdk as cdk

from infra.service import Service


def extend(stack: cdk.Stack, service: Service) -> None:
    """Add what only this service has; `service` has its functions, tables and queues."""
