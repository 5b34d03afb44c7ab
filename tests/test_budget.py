"""The default project stays small enough to be read in one sitting.

What counts is what has to be read: lines that are not blank. The two blank lines that a formatter puts between
functions cost a reader nothing.
"""

from collections.abc import Callable

import pytest
from harness.render import Renderer, files


def lines(content: bytes) -> int:
    return content.count(b"\n")


def test_the_default_project_keeps_its_budget(render: Renderer, record_property: Callable[[str, object], None]) -> None:
    project = files(render())
    total = sum(map(lines, project.values()))
    written = sum(bool(line.strip()) for content in project.values() for line in content.splitlines())
    size = (
        f"{len(project)} files (at most 70), {written} lines that are not blank (at most 3000), {total} with blank ones"
    )
    record_property("the default project", size)
    record_property("its template.yaml", f"{lines(project['template.yaml'])} lines (at most 350)")
    assert len(project) <= 70
    assert written <= 3000
    assert lines(project["template.yaml"]) <= 350


@pytest.mark.parametrize("api", ["http", "rest"])
def test_no_source_file_is_long(api: str, render: Renderer, record_property: Callable[[str, object], None]) -> None:
    sources = {name: lines(content) for name, content in files(render(api=api)).items() if name.endswith(".py")}
    longest = max(sources, key=sources.__getitem__)
    record_property(f"the longest source file behind {api}", f"{longest}, {sources[longest]} lines (at most 120)")
    assert sources[longest] <= 120
