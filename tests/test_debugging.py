"""Breakpoints that hit: each configuration of launch.json is started as VS Code does it, and stops where it should."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from harness import node
from harness.breakpoints import (
    ANSWERS,
    BUILT,
    LOCAL,
    RUN,
    SAM_LOCAL,
    SYNTHESIS,
    TESTS,
    Case,
    debug,
    edit,
    opened,
    sam_local_options,
)
from harness.dap import NeverStoppedError
from harness.editor import Editor, NotStartedError, read_json
from harness.installed import with_node
from harness.render import Renderer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="tasks run in a shell here"),
]
EXAMPLE_ID = "11111111-1111-4111-8111-111111111111"
# Ids that exist: VS Code says nothing of one that does not.
EXTENSIONS = {
    "amazonwebservices.aws-toolkit-vscode",
    "biomejs.biome",
    "charliermarsh.ruff",
    "kddejong.vscode-cfn-lint",
    "ms-python.debugpy",
    "ms-python.mypy-type-checker",
    "ms-python.python",
    "redhat.vscode-yaml",
    "vitest.explorer",
}
GET_ITEM_PY = ("src/my_service/handlers/get_item.py", "return answer_record", ("request", "path", "id"))
GET_ITEM_TS = ("src/handlers/get-item.ts", "await logic.get", ("request", "path", "id"))
NOT_FOUND = "(?m)^GET /items/.*: 404 "
OK, REFUSED = '"statusCode": 200', r'"statusCode": ?400'
CASES: dict[tuple[str, str], Case] = {
    ("python", RUN): Case(*GET_ITEM_PY, EXAMPLE_ID, OK),
    ("python", TESTS): Case(*GET_ITEM_PY, EXAMPLE_ID, r"\d passed", edited="tests/unit/test_items_handlers.py"),
    ("python", SYNTHESIS): Case("infra/app.py", "ServiceStack(app", ("name",), "test", "Successfully synthesized"),
    ("python", LOCAL): Case(*GET_ITEM_PY, EXAMPLE_ID, NOT_FOUND),
    ("python", SAM_LOCAL): Case(*GET_ITEM_PY, "first", REFUSED, event="get-item/malformed-id"),
    ("typescript", RUN): Case(*GET_ITEM_TS, EXAMPLE_ID, OK),
    # The bundle is minified: variables have other names there.
    ("typescript", BUILT): Case(*GET_ITEM_TS[:2], (), "", OK),
    ("typescript", TESTS): Case(*GET_ITEM_TS, EXAMPLE_ID, r"\d passed", edited="tests/unit/items-handlers.test.ts"),
    ("typescript", SYNTHESIS): Case("infra/app.ts", "new ServiceStack", ("name",), "test", "dist/get-item: "),
    ("typescript", LOCAL): Case(*GET_ITEM_TS[:2], (), "", NOT_FOUND),
    ("typescript", SAM_LOCAL): Case(*GET_ITEM_TS[:2], (), "", REFUSED, event="get-item/malformed-id"),
}


@pytest.mark.parametrize("language", ANSWERS)
def test_each_configuration_is_tested(language: str, render: Renderer) -> None:
    assert Editor(render(**ANSWERS[language]), {}).names() == [name for each, name in CASES if each == language]
    # SAM's projects have the same, but for the CDK's own.
    configurations = read_json(render(**ANSWERS[language]) / ".vscode" / "launch.json")
    configurations["configurations"] = [each for each in configurations["configurations"] if each["name"] != SYNTHESIS]
    assert read_json(render(**{**ANSWERS[language], "iac": "sam"}) / ".vscode" / "launch.json") == configurations


@pytest.mark.parametrize(("language", "name"), CASES, ids=[" ".join(each) for each in CASES])
def test_a_breakpoint_is_hit(language: str, name: str, render: Renderer, tmp_path: Path) -> None:
    case = CASES[language, name]
    assert re.search(case.printed, debug(opened(render, tmp_path, language, case), name, case))


LAUNCH, TASKS = ".vscode/launch.json", ".vscode/tasks.json"
NOT_STOPPED = "statusCode"  # it ran to its end
# The language, the configuration, what is broken by which change, and what is told of it.
BREAKS = {
    "another interpreter": ("python", RUN, LAUNCH, ".venv/bin/python", ".venv/bin/pythons", "No such file"),
    "another script": (
        "python",
        RUN,
        LAUNCH,
        "scripts/invoke.py",
        "scripts/invokes.py",
        "No module named|can't open|FileNotFound",
    ),
    "another type": ("python", RUN, LAUNCH, "debugpy", "python", "type 'python' is not supported"),
    "another event in the list": ("python", RUN, LAUNCH, "get-item/happy", "get-item/glad", "not among the options"),
    "another task": ("python", RUN, TASKS, '"label": "ready"', '"label": "set"', "Could not find the task 'ready'"),
    "another path in the container": ("python", SAM_LOCAL, LAUNCH, "/var/task", "/var/tasks", NOT_STOPPED),
    "another path of the source": ("python", SAM_LOCAL, LAUNCH, "Folder}/src", "Folder}/source", NOT_STOPPED),
    "another line that is waited for": ("python", SAM_LOCAL, TASKS, "wait_for_c", "waits_for_c", "no line matched"),
    "a debugger that says nothing": ("python", SAM_LOCAL, "Makefile", "--log-to-stderr ", "", "no line matched"),
    "another folder of the source": (
        "python",
        LOCAL,
        "local/debugged/sitecustomize.py",
        '"src"',
        '"source"',
        ": 404 ",
    ),
    "another runner": ("typescript", RUN, LAUNCH, "scripts/run.mjs", "scripts/runs.mjs", "Cannot find module"),
    "another name of an event": ("typescript", RUN, LAUNCH, "get-item/happy", "get-item/glad", "not among the options"),
    "a source map that nobody finds": (
        "typescript",
        BUILT,
        "scripts/build.ts",
        "'linked'",
        "'external'",
        "at .*index.mjs:",
    ),
    "other bundles": ("typescript", BUILT, LAUNCH, "/dist/**", "/out/**", NOT_STOPPED),
    "another path in Node.js's container": (
        "typescript",
        SAM_LOCAL,
        LAUNCH,
        "/var/task",
        "/var/tasks",
        NOT_STOPPED,
    ),
    "another path of the bundle": ("typescript", SAM_LOCAL, LAUNCH, '.debug/function",', '.debug/f",', NOT_STOPPED),
    "another place of the source": ("typescript", LOCAL, LAUNCH, "../../src/*", "../src/*", ": 404 "),
    "a link to the bundle": ("typescript", SAM_LOCAL, "Makefile", "cp -R dist", "ln -s ../dist", NOT_STOPPED),
    "another line of Node.js": ("typescript", SAM_LOCAL, TASKS, "Debugger l", "Inspector l", "no line matched"),
}


@pytest.mark.parametrize(("language", "name", "file", "old", "new", "told"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed(  # noqa: PLR0913, PLR0917 -- a row of the table each
    language: str,
    name: str,
    file: str,
    old: str,
    new: str,
    told: str,
    render: Renderer,
    tmp_path: Path,
) -> None:
    case = CASES[language, name]
    editor = opened(render, tmp_path, language, case)
    edit(editor.folder / file, old, new)
    # What waits for ever is given less time.
    seconds = 4 if told == "no line matched" else 180
    with pytest.raises((AssertionError, NeverStoppedError, NotStartedError), match=told):
        debug(editor, name, case, seconds)


# The language, the configuration, what is missing, and the line that says so.
MISSING = {
    "no .venv": ("python", RUN, ".venv", "Nothing is installed yet: run make setup."),
    "no .venv for tests": ("python", TESTS, ".venv", "Nothing is installed yet: run make setup."),
    "no .venv for the CDK": ("python", SYNTHESIS, ".venv", "Nothing is installed yet: run make setup."),
    "no emulator": ("python", RUN, ".emulator", "The local AWS is not installed: run `make setup`."),
    "no event": ("python", RUN, "events/get-item/happy.json", "get-item has no event 'happy': EVENT is one of mal"),
    "no node_modules": ("typescript", RUN, "node_modules", "Nothing is installed yet: run make setup."),
    "no node_modules for tests": ("typescript", TESTS, "node_modules", "Nothing is installed yet: run make setup."),
    "no node_modules to build": ("typescript", BUILT, "node_modules", "Nothing is installed yet: run make setup."),
    "no emulator for Node.js": ("typescript", RUN, ".emulator", "The local AWS is not installed: run `make setup`."),
    "no event for Node.js": (
        "typescript",
        RUN,
        "events/get-item/happy.json",
        "get-item has no event 'happy': EVENT is",
    ),
}


@pytest.mark.parametrize(("language", "name", "missing", "line"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_one_line(  # noqa: PLR0913, PLR0917 -- a row of the table each
    language: str, name: str, missing: str, line: str, render: Renderer, tmp_path: Path
) -> None:
    case = CASES[language, name]
    editor = opened(render, tmp_path, language, case)
    (editor.folder / missing).unlink()
    is_told_in_one_line(editor, name, case, line)


@pytest.mark.parametrize("name", [RUN, TESTS, BUILT])
def test_an_old_node_is_one_line(name: str, render: Renderer, tmp_path: Path) -> None:
    case = CASES["typescript", name]
    editor = opened(render, tmp_path, "typescript", case)
    env = {**editor.env, "PATH": f"{node.older_node('20.18.0')}:{editor.env['PATH']}"}
    line = "This is Node.js 20.18.0, and 22.18 or newer is needed"
    is_told_in_one_line(replace(editor, env=env), name, case, line)


def is_told_in_one_line(editor: Editor, name: str, case: Case, line: str) -> None:
    with pytest.raises((NeverStoppedError, NotStartedError)) as failed:
        debug(editor, name, case)
    assert line in str(failed.value)
    assert not re.search(r"Traceback|^\s+at |Error:", str(failed.value), flags=re.MULTILINE), failed.value


@pytest.mark.parametrize("iac", ["sam", "cdk"])
@pytest.mark.parametrize("language", ANSWERS)
def test_the_editors_files_name_what_exists(language: str, iac: str, render: Renderer) -> None:
    project = render(**{**ANSWERS[language], "iac": iac})
    recommended = set(read_json(project / ".vscode" / "extensions.json")["recommendations"])
    assert recommended <= EXTENSIONS
    settings = read_json(project / ".vscode" / "settings.json")
    formatters = set(re.findall(r'"editor.defaultFormatter": "([^"]+)"', json.dumps(settings)))
    assert formatters <= recommended
    # An adapter does not look at the type: VS Code finds the adapter by it.
    configurations = read_json(project / ".vscode" / "launch.json")["configurations"]
    assert {each["type"] for each in configurations} == {{"python": "debugpy", "typescript": "node"}[language]}
    assert ("ms-python.debugpy" in recommended) == (language == "python")
    # Whatever is picked is there.
    for name in ("launch", "tasks"):
        for each in read_json(project / ".vscode" / f"{name}.json")["inputs"]:
            assert [case for case in each["options"] if not (project / "events" / f"{case}.json").exists()] == []
    # Tasks are verbs of the Makefile, and what runs before something is a task.
    tasks = {each["label"]: each for each in read_json(project / ".vscode" / "tasks.json")["tasks"]}
    before = {each["preLaunchTask"] for each in configurations if "preLaunchTask" in each} | {"ready"}
    assert before <= tasks.keys()
    targets = set(re.findall(r"^([a-z-]+):", (project / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    made = {match[1] for each in tasks.values() if (match := re.match(r"make ([a-z-]+)", each["command"]))}
    assert {"setup", "format", "lint", "test", "build", "dist", "ready", "debug"} <= made <= targets
    editor = Editor(project, with_node(), choices={"case": "get-item/happy"})
    port = json.dumps(editor.configuration(SAM_LOCAL))
    assert f'"port": {sam_local_options(editor, "get-item/happy")["--debug-port"]}' in port
