"""What is deployed to one environment, in the form in which the rules speak of it, whichever tool described it.

Parameters and conditions are settled. What names another resource is text, alone or within other text: ${ItemsTable}
is its Ref, ${ItemsTable.Arn} one of its attributes. A policy that stands apart is among those of its role.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

ByType = dict[str, dict[str, Any]]

NO_VALUE = "${AWS::NoValue}"
APART = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")


@dataclass(frozen=True)
class Deployment:
    """A template, and the values of its parameters in one environment."""

    template: dict[str, Any]
    parameters: dict[str, Any]

    def resources(self) -> dict[str, Any]:
        """Each resource that the environment has, by its logical id."""
        found = {
            name: self.settled(resource)
            for name, resource in self.template["Resources"].items()
            if "Condition" not in resource or self.holds({"Condition": resource["Condition"]})
        }
        for name in [name for name, each in found.items() if each["Type"] in APART]:
            policy = found.pop(name)["Properties"]
            for role in references(policy.get("Roles")):
                found[role]["Properties"].setdefault("Policies", []).append(policy)
        return found

    def settled(self, value: Any) -> Any:
        match value:
            case {"Fn::If": [name, then, otherwise]}:
                return self.settled(then if self.holds({"Condition": name}) else otherwise)
            case {"Ref": _} | {"Fn::GetAtt": _} | {"Fn::Join": _} | {"Fn::Sub": _}:
                return self.text(value)
            case dict():
                settled = {key: self.settled(each) for key, each in value.items()}
                return {key: each for key, each in settled.items() if each != NO_VALUE}
            case list():
                return [each for each in map(self.settled, value) if each != NO_VALUE]
        return value

    def text(self, value: Any) -> Any:
        match value:
            case {"Ref": str(name)}:
                return self.parameters.get(name, f"${{{name}}}")
            case {"Fn::GetAtt": [*path]}:
                return f"${{{'.'.join(path)}}}"
            case {"Fn::Join": [str(sign), [*parts]]}:
                return sign.join(str(self.settled(part)) for part in parts)
            case {"Fn::Sub": [str(text), dict(own)]}:
                known = {**self.parameters, **self.settled(own)}
                return re.sub(r"\$\{([^!}]+)\}", lambda place: str(known.get(place[1], place[0])), text)
            case {"Fn::Sub": str(text)}:
                return self.text({"Fn::Sub": [text, {}]})
        return value

    def holds(self, condition: Any) -> bool:
        match condition:
            case {"Condition": str(name)}:
                return self.holds(self.template["Conditions"][name])
            case {"Fn::Not": [inner]}:
                return not self.holds(inner)
            case {"Fn::And": inner}:
                return all(map(self.holds, inner))
            case {"Fn::Or": inner}:
                return any(map(self.holds, inner))
        left, right = self.settled(condition["Fn::Equals"])
        return str(left) == str(right)


def typed(resources: dict[str, Any]) -> ByType:
    """The resources' properties, by type and logical id."""
    types: ByType = defaultdict(dict)
    for name, resource in resources.items():
        types[resource["Type"]][name] = resource.get("Properties", {})
    return types


def references(value: Any) -> set[str]:
    """The logical ids that a value names."""
    return set(re.findall(r"\$\{(\w+)[.}]", json.dumps(value)))


def logical_id(reference: Any) -> str:
    """The one resource that a value names."""
    (name,) = references(reference)
    return name


def permissions(role: str, by_type: ByType) -> set[tuple[str, str]]:
    """What a role allows: actions, each with what it may be done to."""
    return {
        (action, resource)
        for policy in by_type["AWS::IAM::Role"][logical_id(role)].get("Policies", [])
        for statement in listed(policy["PolicyDocument"]["Statement"])
        if statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def listed(value: Any) -> list[Any]:
    """A policy may leave out the list around a single thing."""
    return value if isinstance(value, list) else [value]
