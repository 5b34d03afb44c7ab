"""Each break that the slow tests make is still one of what is rendered: a second after the change, not an hour."""

from collections.abc import Iterable
from typing import Any

import pytest
import test_cdk_mutations
import test_deployment_mutations
import test_mutations
import test_typescript_mutations
from harness.answers import EVERYTHING
from harness.render import Renderer

Break = tuple[str, str | None, str | None]


def of(iac: str) -> list[Break]:
    return [(name, old, new) for tool, name, old, new in test_deployment_mutations.BREAKS.values() if tool == iac]


PROJECTS: dict[str, tuple[dict[str, Any], Iterable[Break]]] = {
    "the default": ({}, test_mutations.BREAKS.values()),
    "with everything": (test_mutations.EVERYTHING_SEEN, test_mutations.TRIGGER_BREAKS.values()),
    "protected": (test_mutations.ALL_PROTECTED, test_mutations.PROTECTION_BREAKS.values()),
    "with the CDK": (test_cdk_mutations.ANSWERS, test_cdk_mutations.BREAKS.values()),
    "in TypeScript": (
        {"runtime": "nodejs24.x", **EVERYTHING},
        ((f"src/shared/{name}", old, new) for name, old, new in test_typescript_mutations.BREAKS.values()),
    ),
    "deployed gradually": ({"iac": "sam", **test_deployment_mutations.ANSWERS}, of("sam")),
    "deployed gradually, with the CDK": ({"iac": "cdk", **test_deployment_mutations.ANSWERS}, of("cdk")),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_each_break_is_one_of_what_is_rendered(render: Renderer, name: str) -> None:
    answers, breaks = PROJECTS[name]
    project = render(**answers)
    for path, old, _ in breaks:
        assert (old or "") in (project / path).read_text(encoding="utf-8"), f"{path} has changed: write {old!r} anew"
