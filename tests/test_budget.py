"""The default project stays small enough to be read in one sitting.

What counts is what has to be read: lines that are not blank. The two blank lines that a formatter puts between
functions cost a reader nothing. What runs the service on a laptop and tests it from outside is a tool beside it, the
same in every project; it has a budget of its own, and so has what deploys it from CI. Answers that were kept are a
line for each question, and nobody's reading.
"""

from collections.abc import Callable

import pytest
from harness.render import Renderer, files, written

TOOLS = ("local/", "tests/e2e/")
PIPELINE = (".github/", "ci/")


def lines(content: bytes) -> int:
    return content.count(b"\n")


# npm's tools want a file of settings each, and a formatter that breaks lines where Python's does not.
@pytest.mark.parametrize(("runtime", "most_files", "most_lines"), [("python3.13", 70, 3000), ("nodejs24.x", 82, 3330)])
def test_the_default_project_keeps_its_budget(
    runtime: str, most_files: int, most_lines: int, render: Renderer, record_property: Callable[[str, object], None]
) -> None:
    rendered = files(render(runtime=runtime))
    tools = {name: content for name, content in rendered.items() if name.startswith(TOOLS)}
    pipeline = {name: content for name, content in rendered.items() if name.startswith(PIPELINE)}
    project = {name: content for name, content in rendered.items() if not name.startswith((*TOOLS, *PIPELINE))}
    project[".copier-answers.yml"] = b""
    total = sum(map(lines, project.values()))
    size = f"{len(project)} files (at most {most_files}), {written(project)} lines not blank (at most {most_lines})"
    record_property(f"the default project on {runtime}", f"{size}, {total} with blank ones")
    size = f"{len(tools)} files (at most 26), {written(tools)} lines that are not blank (at most 1050)"
    record_property(f"its tools on {runtime}", size)
    size = f"{len(pipeline)} files (at most 6), {written(pipeline)} lines that are not blank (at most 650)"
    record_property(f"its pipeline on {runtime}", size)
    record_property("its template.yaml", f"{lines(project['template.yaml'])} lines (at most 350)")
    assert len(project) <= most_files
    assert written(project) <= most_lines
    assert len(tools) <= 26
    assert written(tools) <= 1050
    assert len(pipeline) <= 6
    assert written(pipeline) <= 650
    assert lines(project["template.yaml"]) <= 350


@pytest.mark.parametrize("api", ["http", "rest"])
@pytest.mark.parametrize("runtime", ["python3.13", "nodejs24.x"])
def test_no_source_file_is_long(
    runtime: str, api: str, render: Renderer, record_property: Callable[[str, object], None]
) -> None:
    project = files(render(runtime=runtime, api=api))
    sources = {name: lines(content) for name, content in project.items() if name.endswith((".py", ".ts"))}
    longest = max(sources, key=sources.__getitem__)
    size = f"{longest}, {sources[longest]} lines (at most 120)"
    record_property(f"the longest source file on {runtime} behind {api}", size)
    assert sources[longest] <= 120
