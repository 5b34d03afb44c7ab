"""Reading that drops nothing: every word is taken by somebody who knows what it means, or is complained about."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

# What an ARN has of AWS's own in it.
PARTITION = r"aws(?:-cn|-us-gov)?"
REGION = r"[a-z]{2}(?:-[a-z]+)+-\d"


class UnknownError(Exception):
    """A template says something that no description has a word for."""


class Words:
    """What a template says in one place: a word that is taken is known, what is left at the end is not."""

    def __init__(self, place: str, said: dict[str, Any]) -> None:
        self.place = place
        self._said = dict(said)
        self._parts: dict[str, Words] = {}

    def take(self, word: str, default: Any = None) -> Any:
        """What is said, or what CloudFormation takes for granted."""
        return self._said.pop(word, default)

    def refers_to(self, word: str, name: str) -> bool:
        return self._said.get(word) in (f"${{{name}}}", f"${{{name}.Arn}}")

    def expect(self, word: str, *values: Any) -> None:
        """Take a word that adds nothing as long as it says one of these, or nothing."""
        if (said := self.take(word)) not in (*values, None):
            raise UnknownError(f"{self.place}.{word}: {said}")

    def part(self, word: str) -> "Words":
        if word not in self._parts:
            self._parts[word] = Words(f"{self.place}.{word}", self.take(word, {}))
        return self._parts[word]

    def parts(self, word: str) -> list["Words"]:
        said = self.take(word, [])
        self._said |= {f"{word}[{index}]": each for index, each in enumerate(said)}
        return [self.part(f"{word}[{index}]") for index in range(len(said))]

    def take_all(self) -> dict[str, Any]:
        """All that is left, as it is said."""
        said, self._said = self._said, {}
        return said

    def names(self) -> list[str]:
        """The words, where they are names."""
        return list(self._said)

    def untaken(self) -> Iterator[str]:
        yield from (f"{self.place}.{word}: {said}" for word, said in self._said.items())
        for part in self._parts.values():
            yield from part.untaken()

    def done(self) -> None:
        """Complain about what is left."""
        if left := list(self.untaken()):
            raise UnknownError("\n".join(left))


def listed(value: Any) -> list[Any]:
    """Many words of CloudFormation take one value as well as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def referred(text: Any) -> str:
    """The logical id of what is referred to, where its name and its ARN mean the same."""
    return of_arn(text) if str(text).endswith(".Arn}") else _id(text, r"\$\{(\w+)\}")


def attribute(text: Any, name: str) -> str:
    """The logical id of what has the attribute."""
    return _id(text, rf"\$\{{(\w+)\.{name}\}}")


def of_arn(text: Any) -> str:
    """The logical id of what has the ARN."""
    return _id(text, r"\$\{(\w+)\.Arn\}")


def _id(text: Any, form: str) -> str:
    found = re.fullmatch(form, str(text))
    if not found:
        raise UnknownError(f"no reference: {text}")
    return found[1]


def document(text: Any) -> Any:
    """JSON that stands in a text, whatever its spaces; other text as it is."""
    with suppress(TypeError, ValueError):
        return json.loads(text)
    return text
