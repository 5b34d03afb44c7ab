"""What the CDK itself knows of production's stack, and what cdk-nag says of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra import service_stack
from infra.extensions import extend
from infra.service import Service
from infra.service_stack import ServiceStack
from infra.settings import Settings

ROOT = Path(__file__).parents[2]
CONTEXT = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
PRODUCTION = list(CONTEXT["environments"])[-1]


@pytest.fixture(scope="module")
def app(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> cdk.App:
    return cdk.App(context={**CONTEXT, "dist": str(dist)}, outdir=str(tmp_path_factory.mktemp("app")))


@pytest.fixture(scope="module")
def extended() -> list[tuple[cdk.Stack, Service]]:
    """What the extension module got."""
    return []


@pytest.fixture(scope="module")
def stack(app: cdk.App, extended: list[tuple[cdk.Stack, Service]]) -> Iterator[ServiceStack]:
    with pytest.MonkeyPatch.context() as patch:

        def watched(stack: cdk.Stack, service: Service) -> None:
            extended.append((stack, service))
            extend(stack, service)

        patch.setattr(service_stack, "extend", watched)
        yield ServiceStack(app, PRODUCTION, Settings.read(PRODUCTION, CONTEXT["environments"][PRODUCTION]))


@pytest.fixture(scope="module")
def template(stack: ServiceStack) -> Template:
    return Template.from_stack(stack)


def test_cdk_nag_finds_nothing_that_is_not_acknowledged(app: cdk.App, stack: ServiceStack) -> None:
    assert stack.termination_protection
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    app.synth(force=True)  # fails, and says what it found and where


def test_the_same_is_synthesised_each_time(stack: ServiceStack, template: Template, assembly: Path) -> None:
    # Else every deployment changes what nobody has changed. A function's code has the hash of its package.
    assert template.to_json() == json.loads((assembly / stack.template_file).read_text(encoding="utf-8"))


def test_your_own_resources_are_added(stack: ServiceStack, extended: list[tuple[cdk.Stack, Service]]) -> None:
    assert extended == [(stack, stack.service)]


def test_tables_outlive_productions_stack(template: Template) -> None:
    kept = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
    template.all_resources("AWS::DynamoDB::Table", {**kept, "Properties": {"DeletionProtectionEnabled": True}})
