"""template.yaml as CloudFormation gets it: after SAM's transform, once for each environment of samconfig.toml."""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
ENVIRONMENTS = [name for name in CONFIG if name != "version"]


class NoManagedPolicies:
    """Spares the transform its call to IAM: no function names a managed policy."""

    def load(self) -> dict[str, str]:
        return {}


def holds(condition: dict[str, Any], parameters: dict[str, Any], others: dict[str, Any]) -> bool:
    match condition:
        case {"Fn::Equals": [left, right]}:
            return bool(resolve(left, parameters, others) == resolve(right, parameters, others))
        case {"Fn::Not": [inner]}:
            return not holds(inner, parameters, others)
        case {"Fn::And": inner}:
            return all(holds(each, parameters, others) for each in inner)
        case {"Fn::Or": inner}:
            return any(holds(each, parameters, others) for each in inner)
    return holds(others[condition["Condition"]], parameters, others)


def resolve(value: Any, parameters: dict[str, Any], conditions: dict[str, Any]) -> Any:
    """Settles parameters and conditions; references to resources stay as they are."""
    match value:
        case {"Ref": str(name)} if name in parameters:
            return parameters[name]
        case {"Fn::If": [name, then, otherwise]}:
            chosen = then if holds(conditions[name], parameters, conditions) else otherwise
            return resolve(chosen, parameters, conditions)
        case dict():
            resolved = {key: resolve(each, parameters, conditions) for key, each in value.items()}
            return {key: each for key, each in resolved.items() if each != {"Ref": "AWS::NoValue"}}
        case list():
            return [resolve(each, parameters, conditions) for each in value]
    return value


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """template.yaml as it is written."""
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="session")
def transformed() -> dict[str, Any]:
    packaged = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    for resource in packaged["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        result: dict[str, Any] = transform(packaged, {}, NoManagedPolicies())
    return result


@pytest.fixture(scope="session", params=ENVIRONMENTS)
def environment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def production() -> str:
    """The last section of samconfig.toml."""
    return ENVIRONMENTS[-1]


@pytest.fixture(scope="session")
def settings(environment: str) -> dict[str, Any]:
    """What `sam deploy --config-env` takes from samconfig.toml."""
    sections = CONFIG[environment]
    return {**sections["global"]["parameters"], **sections["deploy"]["parameters"]}


@pytest.fixture(scope="session")
def overrides(settings: dict[str, Any]) -> dict[str, str]:
    return dict(each.split("=", 1) for each in settings["parameter_overrides"])


@pytest.fixture(scope="session")
def resources(transformed: dict[str, Any], overrides: dict[str, str]) -> dict[str, Any]:
    """What is deployed to the environment."""
    conditions = transformed.get("Conditions", {})
    defaults = {name: each["Default"] for name, each in transformed["Parameters"].items() if "Default" in each}
    parameters = {**defaults, **overrides}
    return {
        name: resolve(resource, parameters, conditions)
        for name, resource in transformed["Resources"].items()
        if "Condition" not in resource or holds(resource, parameters, conditions)
    }


@pytest.fixture(scope="session")
def by_type(resources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The properties of what is deployed, by type and logical id."""
    types: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, resource in resources.items():
        types[resource["Type"]][name] = resource["Properties"]
    return types


@pytest.fixture(scope="session")
def functions(by_type: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return by_type["AWS::Lambda::Function"]
