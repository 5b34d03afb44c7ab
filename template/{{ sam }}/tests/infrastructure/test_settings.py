"""samconfig.toml and template.yaml know of each other."""

import json
from typing import Any


def test_every_parameter_has_a_value_in_every_environment(template: dict[str, Any], overrides: dict[str, str]) -> None:
    needed = {name for name, parameter in template["Parameters"].items() if "Default" not in parameter}
    assert needed <= overrides.keys() <= template["Parameters"].keys()


def test_values_are_allowed(template: dict[str, Any], overrides: dict[str, str]) -> None:
    for name, value in overrides.items():
        assert value in map(str, template["Parameters"][name].get("AllowedValues", [value])), name


def test_an_environment_is_deployed_under_its_own_name(environment: str, options: dict[str, Any]) -> None:
    assert options["stack_name"].endswith(f"-{environment}")


def test_what_is_deployed_carries_tags(environment: str, options: dict[str, Any]) -> None:
    # CloudFormation puts the stack's tags on every resource that takes any.
    tags = dict(tag.split("=", 1) for tag in options["tags"])
    assert tags["service"]
    assert tags["environment"] == environment


def test_production_is_changed_only_after_a_look_at_the_change_set(options: dict[str, Any], production: bool) -> None:
    assert options["confirm_changeset"] is production


def test_parameters_and_conditions_are_used(template: dict[str, Any]) -> None:
    written = json.dumps({section: template[section] for section in template if section != "Parameters"})
    unused = {name for name in template["Parameters"] if f'"{name}"' not in written and f"${{{name}}}" not in written}
    assert unused == set()
    written = json.dumps({section: template[section] for section in ("Globals", "Resources", "Outputs")})
    assert {name for name in template.get("Conditions", {}) if f'"{name}"' not in written} == set()
