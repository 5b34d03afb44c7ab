"""The resources of a deployment, each to be described by somebody."""

from collections.abc import Iterator
from typing import Any

from harness.description.deployment import Deployment
from harness.description.words import Words

# When a resource is made, and what tools remember of it, is not what it is.
NO_PART_OF_IT = {"Type", "Properties", "DependsOn", "Metadata"}


class Resource(Words):
    """One resource; what becomes of it when it goes is a word like its properties."""

    def __init__(self, name: str, declared: dict[str, Any], tags_of_stack: dict[str, str]) -> None:
        properties = declared.get("Properties", {})
        attributes = {
            word: said
            for word, said in declared.items()
            if word not in NO_PART_OF_IT and (word not in FATES or said != "Delete")
        }
        super().__init__(name, {**properties, **attributes})
        self.name = name
        self.kind: str = declared["Type"]
        self.own_tags = {
            tag: value for tag, value in tags(self.take("Tags", {})).items() if tags_of_stack.get(tag) != value
        }


FATES = {"DeletionPolicy": "when removed", "UpdateReplacePolicy": "when replaced"}


def fate(resource: Resource) -> dict[str, str]:
    """What becomes of a thing that holds data."""
    return {word: resource.take(policy, "Delete") for policy, word in FATES.items()}


def tags(said: Any) -> dict[str, str]:
    return said if isinstance(said, dict) else {each["Key"]: each["Value"] for each in said}


class Resources:
    def __init__(self, deployment: Deployment) -> None:
        self._all = [
            Resource(name, declared, deployment.tags) for name, declared in deployment.settled("Resources").items()
        ]
        self._described: set[str] = set()

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._all)

    def of(self, kind: str, **owner: str) -> list[Resource]:
        """All of a kind; with `ApiId="HttpApi"` those that belong to this API, which takes the word."""
        found = [each for each in self._all if each.kind == kind]
        for word, name in owner.items():
            found = [each for each in found if each.refers_to(word, name)]
            for each in found:
                each.take(word)
        self._described |= {each.name for each in found}
        return found

    def unknown(self) -> Iterator[str]:
        for each in self._all:
            if each.name not in self._described:
                yield f"{each.name}: {each.kind}"
            else:
                yield from (f"{left} ({each.kind})" for left in each.untaken())
