"""What SAM makes of a rendered project's template.yaml, for each environment of samconfig.toml."""

import os
import tomllib
from pathlib import Path
from typing import Any
from unittest import mock

from samtranslator.translator.arn_generator import ArnGenerator  # type: ignore[import-untyped]
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from harness import cloudformation
from harness.description.deployment import Deployment


class NoManagedPolicies:
    """Spares the transform its call to IAM: no function names a managed policy."""

    def load(self) -> dict[str, str]:
        return {}


def deployments(project: Path) -> dict[str, Deployment]:
    config = tomllib.loads((project / "samconfig.toml").read_text(encoding="utf-8"))
    return {name: deployment(project, config[name]) for name in config if name != "version"}


def transformed(project: Path, region: str) -> dict[str, Any]:
    """The template as CloudFormation makes it of the project's; each function's code is the folder built for it."""
    template = cloudformation.load(project / "template.yaml")
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://project/{resource['Properties']['CodeUri']}"
    with (
        mock.patch.dict(os.environ, AWS_DEFAULT_REGION=region),
        mock.patch.object(ArnGenerator, "BOTO_SESSION_REGION_NAME", region),  # it remembers the first one
    ):
        result: dict[str, Any] = transform(template, {}, NoManagedPolicies())
    for resource in result["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"]["Code"] = resource["Properties"]["Code"]["S3Key"]
    return result


def deployment(project: Path, sections: dict[str, Any]) -> Deployment:
    settings = {**sections["global"]["parameters"], **sections["deploy"]["parameters"]}
    return Deployment(
        template=transformed(project, settings["region"]),
        stack_name=settings["stack_name"],
        region=settings["region"],
        tags={name: value.strip('"') for name, value in (each.split("=", 1) for each in settings["tags"])},
        parameters=dict(each.split("=", 1) for each in settings["parameter_overrides"]),
    )
