"""Deployments: how CodeDeploy leads calls to a new version, and what has it go back."""

from typing import Any

from harness.description.resources import Resource, Resources
from harness.description.roles import Roles
from harness.description.words import UnknownError, Words, referred


class Deployments:
    def __init__(self, resources: Resources, roles: Roles) -> None:
        self._applications = {
            it.name: it.take("ComputePlatform") for it in resources.of("AWS::CodeDeploy::Application")
        }
        self._groups = {
            it.name: group(it, roles, self._applications) for it in resources.of("AWS::CodeDeploy::DeploymentGroup")
        }

    def of(self, update: Words) -> dict[str, Any]:
        """What becomes of an alias whose version changes."""
        if (name := update.take("DeploymentGroupName")) is None:
            return {}
        return {
            "by": referred(update.take("ApplicationName")),
            "as": self._groups.pop(referred(name)),
            "tried before by": update.take("BeforeAllowTrafficHook"),
            "tried after by": update.take("AfterAllowTrafficHook"),
        }

    def done(self) -> None:
        if self._groups:
            raise UnknownError(f"nothing is deployed as {sorted(self._groups)} say")


def group(it: Resource, roles: Roles, applications: dict[str, str]) -> dict[str, Any]:
    alarms = it.part("AlarmConfiguration")
    back = it.part("AutoRollbackConfiguration")
    style = it.part("DeploymentStyle")
    name = referred(it.take("ApplicationName"))
    return {
        "application": name,
        "of": applications[name],
        "shifts": it.take("DeploymentConfigName"),
        "style": [style.take("DeploymentType"), style.take("DeploymentOption")],
        "looks at alarms": alarms.take("Enabled", default=False),
        "alarms": sorted(each.take("Name") for each in alarms.parts("Alarms")),
        "goes back": back.take("Enabled", default=False),
        "goes back on": sorted(back.take("Events", [])),
        "by a role that": roles.of(it.take("ServiceRoleArn")),
    }
