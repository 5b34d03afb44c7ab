"""A template as it is deployed: parameters, conditions and intrinsic functions are settled, as far as one can."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from harness.description.words import UnknownError, of_arn

Template = dict[str, Any]
PARTITIONS = {"us-gov-": "aws-us-gov", "cn-": "aws-cn"}
# A reference to a stage is its name.
STAGES = {"AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"}
# A reference to an alias is its ARN.
ALIAS = "AWS::Lambda::Alias"
# By their places in an ARN.
PLACES = {"1": "AWS::Partition", "3": "AWS::Region"}
NOTHING = {"Ref": "AWS::NoValue"}


@dataclass(frozen=True)
class Deployment:
    """A template, and what it is deployed with."""

    template: Template
    stack_name: str
    region: str
    tags: dict[str, str]
    termination_protection: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)

    def settled(self, section: str) -> dict[str, Any]:
        """A section of the template, without what a condition leaves out."""
        settle = Settlement(self)
        return {
            settle.name(name): settle({word: said for word, said in each.items() if word != "Condition"})
            for name, each in self.template.get(section, {}).items()
            if "Condition" not in each or settle.holds(each["Condition"])
        }


class Settlement:
    """Settles values. What only AWS can know stays, as text: `${ItemsTable}` for its name, `${ItemsTable.Arn}`."""

    def __init__(self, deployment: Deployment) -> None:
        template = deployment.template
        declared = template.get("Parameters", {})
        if unknown := set(deployment.parameters) - set(declared):
            raise UnknownError(f"parameters {sorted(unknown)}")
        self._conditions = template.get("Conditions", {})
        self._resources = template["Resources"]
        self._values = {
            "AWS::StackName": deployment.stack_name,
            "AWS::Region": deployment.region,
            "AWS::Partition": partition(deployment.region),
            **{
                name: number(value) if parameter["Type"] == "Number" else value
                for name, parameter in declared.items()
                if (value := deployment.parameters.get(name, parameter.get("Default"))) is not None
            },
        }
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Fn::Cidr": self._parted,
            "Fn::GetAtt": self._attribute,
            "Fn::GetAZs": lambda said: f"zones of {self(said) or 'the region'}",
            "Fn::If": lambda said: self(self._chosen(said)),
            "Fn::Join": lambda said: said[0].join(str(self(part)) for part in said[1]),
            "Fn::Select": self._selected,
            "Fn::Split": lambda said: str(self(said[1])).split(said[0]),
            "Fn::Sub": self._substituted,
            "Ref": self._referred,
        }
        self._names: dict[str, str] = {}
        self._names = dict(self._names_of_versions())
        self._names |= dict(self._names_of_rules())

    def __call__(self, value: Any) -> Any:
        match value:
            case dict():
                for function in value:
                    if function in self._functions:
                        return self._functions[function](value[function])
                    if function.startswith("Fn::"):
                        raise UnknownError(f"{function}: {value}")
                return {word: self(each) for word, each in value.items() if not self._is_nothing(each)}
            case list():
                return [self(each) for each in value if not self._is_nothing(each)]
            case str() if "${" in value:
                raise UnknownError(f"looks like a reference, and is none: {value}")
        return value

    def holds(self, condition: Any) -> bool:
        match condition:
            case {"Fn::Equals": [left, right]}:
                return str(self(left)) == str(self(right))
            case {"Fn::Not": [inner]}:
                return not self.holds(inner)
            case {"Fn::And": inner}:
                return all(self.holds(each) for each in inner)
            case {"Fn::Or": inner}:
                return any(self.holds(each) for each in inner)
            case {"Condition": name} | str(name):
                return self.holds(self._conditions[name])
        raise UnknownError(f"a condition: {condition}")

    def name(self, logical_id: str) -> str:
        """What a resource is called in the description: each tool calls a rule as it likes."""
        return self._names.get(logical_id, logical_id)

    def _names_of_versions(self) -> Iterator[tuple[str, str]]:
        """A version, whose id changes with what is published, is called by its function."""
        for logical_id, each in self._resources.items():
            if each["Type"] == "AWS::Lambda::Version":
                yield logical_id, f"{each['Properties']['FunctionName']['Ref']}Version"

    def _names_of_rules(self) -> Iterator[tuple[str, str]]:
        """A rule is called by the functions that it triggers."""
        taken: set[str] = set()
        for logical_id, each in self._resources.items():
            if each["Type"] == "AWS::Events::Rule":
                functions = [of_arn(self(target["Arn"])) for target in each["Properties"].get("Targets", [])]
                name = "And".join(sorted(functions)) + "Rule"
                if name in taken:
                    raise UnknownError(f"two rules are {name}")
                taken.add(name)
                yield logical_id, name

    def _referred(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        if name in self._resources and self._resources[name]["Type"] in STAGES:
            return self(self._resources[name]["Properties"]["StageName"])
        if self._is_alias(name):
            return f"${{{name}.Arn}}"
        return f"${{{self.name(name)}}}"

    def _attribute(self, said: str | list[str]) -> str:
        name, attribute = said.split(".", 1) if isinstance(said, str) else said
        return f"${{{self.name(name)}.{attribute}}}"

    def _substituted(self, said: Any) -> str:
        text, values = (said, {}) if isinstance(said, str) else said

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in values:
                return str(self(values[name]))
            return self._attribute(name) if "." in name else str(self._referred(name))

        if "${!" in text:
            raise UnknownError(f"an escape in {text}")
        return re.sub(r"\$\{([^}]+)\}", value, text)

    def _selected(self, said: list[Any]) -> str:
        index, parts = said
        match parts:
            # What every ARN of the stack has at these places.
            case {"Fn::Split": [":", {"Fn::GetAtt": [_, "Arn"]}]} if str(index) in PLACES:
                return str(self({"Ref": PLACES[str(index)]}))
            case {"Fn::Split": [":", {"Ref": name}]} if str(index) in PLACES and self._is_alias(name):
                return str(self({"Ref": PLACES[str(index)]}))
        return f"{index} of {self(parts)}"

    def _parted(self, said: list[Any]) -> str:
        addresses, count, bits = map(self, said)
        return f"{count} parts of {addresses}, each of {bits} bits"

    def _is_alias(self, name: str) -> bool:
        return bool(self._resources.get(name, {}).get("Type") == ALIAS)

    def _chosen(self, said: list[Any]) -> Any:
        name, then, otherwise = said
        return then if self.holds(name) else otherwise

    def _is_nothing(self, value: Any) -> bool:
        if isinstance(value, dict) and "Fn::If" in value:
            return self._is_nothing(self._chosen(value["Fn::If"]))
        return bool(value == NOTHING)


def number(text: Any) -> float:
    """Parameters are text, also those of the type Number."""
    return float(text) if "." in str(text) else int(text)


def partition(region: str) -> str:
    return next((name for prefix, name in PARTITIONS.items() if region.startswith(prefix)), "aws")
