"""Roles: who takes them, and what they may do, wherever their policies stand."""

import re
from typing import Any

from harness.description.policies import sentences
from harness.description.resources import Resource, Resources
from harness.description.words import PARTITION, UnknownError, listed, of_arn, referred


class Roles:
    def __init__(self, resources: Resources) -> None:
        self._roles = {it.name: role(it) for it in resources.of("AWS::IAM::Role")}
        for policy in resources.of("AWS::IAM::Policy"):
            policy.take("PolicyName")
            more = sentences(policy.take("PolicyDocument"))
            for name in map(referred, policy.take("Roles")):
                self._roles[name]["may"] = sorted({*self._roles[name]["may"], *more})
        self._unused = set(self._roles)

    def of(self, arn: str) -> dict[str, Any]:
        self._unused.discard(of_arn(arn))
        return self._roles[of_arn(arn)]

    def done(self) -> None:
        if self._unused:
            raise UnknownError(f"nobody has the roles {sorted(self._unused)}")


def role(it: Resource) -> dict[str, Any]:
    allowed: set[str] = set()
    for policy in it.parts("Policies"):
        policy.take("PolicyName")
        allowed |= {*sentences(policy.take("PolicyDocument"))}
    return {
        "taken by": sentences(it.take("AssumeRolePolicyDocument")),
        "may": sorted(allowed),
        "may at most": it.take("PermissionsBoundary"),
        "may also what AWS allows by": sorted(map(policy_of_aws, listed(it.take("ManagedPolicyArns")))),
    }


def policy_of_aws(arn: str) -> str:
    found = re.fullmatch(rf"arn:{PARTITION}:iam::aws:policy/(?:service-role/)?(\w+)", arn)
    if not found:
        raise UnknownError(f"no policy of AWS's: {arn}")
    return found[1]
