"""Rendered projects prove themselves: their own verbs, run for real."""

import hashlib
import re
from pathlib import Path

import pytest
from harness.answers import EVERYTHING
from harness.render import Renderer
from harness.verbs import environment, interpreter, make

pytestmark = pytest.mark.slow

TWENTY = ", ".join(f"things-{letter}" for letter in "abcdefghijklmnopqrst")
ODD_TEXT = 'It\'s "quoted", na\u00efve, $HOME ${X} {{ x }} {% y %} #: \\ \U0001f600 <b>'
VARIANTS = {
    "the default": {},
    "everything behind an HTTP API": EVERYTHING,
    "everything behind a REST API on Python 3.12, with every setting": {
        **EVERYTHING,
        "api": "rest",
        "ci": "gitlab",
        "runtime": "python3.12",
        "owner": "team a",
        "alarm_email": "alarms@example.com",
        "environments": "test, live",
        "architecture": "x86_64",
        "description": ODD_TEXT,
    },
    "awkward names": {"service_name": "email", "resources": "person:people, news, api-keys, class, data, true, tables"},
    "everything but an API, with awkward names": {
        "service_name": "queue",
        "api": "none",
        "resources": "people, true",
        "queues": "class, a1-b2.fifo",
        "streams": "people, kinesis:data",
        "topics": "import>class+news, list>a1-b2.fifo",
        "events": "type=shop/Order Lost: again",
        "schedules": "run-class=cron(0 3,15 ? * MON-FRI *)",
        "uploads": "news, sql-files",
        "links": "process-class>true, process-a1-b2>class, on-people-changed>import, consume-data>list,"
        " on-type>a1-b2, run-class>news, process-news-upload>people",
        "environments": "live",
    },
    "the longest names": {
        "service_name": "a123456789-b123456789-c123456789-d123456",
        "resources": "x23456789-y23456789-z234567-s",
        "ci": "none",
    },
    "twenty resources": {"resources": TWENTY},
    "a Python that is not there": {"runtime": "python3.14"},
}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("answers", VARIANTS.values(), ids=VARIANTS)
def test_the_projects_verbs_pass(render: Renderer, tmp_path: Path, answers: dict[str, str]) -> None:
    project = render.copy(tmp_path / "my service", **answers)
    env = environment("3.11", "3.12", "3.13")
    for verb in ("setup", "lint", "test", "build"):
        make(project, verb, env=env)
    built = hashes(project / "dist")
    assert {path.name for path in (project / "events").iterdir()} == {path.split("/")[0] for path in built}
    assert not [name for name in built if "/tests/" in name and "botocore" not in name]


def test_two_builds_are_equal(render: Renderer, tmp_path: Path) -> None:
    env = environment("3.11", "3.12", "3.13")
    builds = []
    for folder in ("here", "elsewhere"):
        project = render.copy(tmp_path / folder / "my-service")
        make(project, "setup", "dist", env=env)
        builds.append(hashes(project / "dist"))
    assert builds[0] == builds[1]


def test_python_3_11_alone_is_enough(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    env = environment("3.11")
    assert re.search(r"There is no Python 3\.13 to be had: working with Python 3\.11", make(project, "setup", env=env))
    make(project, "lint", "test", env=env)
    assert "the packages go without bytecode" in make(project, "dist", env=env)
    assert not list((project / "dist").rglob("*.pyc"))


def test_packages_carry_the_bytecode_of_their_runtime(render: Renderer, tmp_path: Path) -> None:
    version = next((version for version in ("3.13", "3.12") if interpreter(version)), None)
    if version is None:
        pytest.skip("there is neither Python 3.13 nor 3.12 on this machine")
    project = render.copy(tmp_path / "my-service", runtime=f"python{version}")
    make(project, "setup", "dist", env=environment("3.11", version))
    function = project / "dist" / "get-item"
    sources = [path for path in function.rglob("*.py") if "data" not in path.parts]
    tag = f"cpython-{version.replace('.', '')}"
    assert sources
    assert all((path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc").exists() for path in sources)


def test_one_line_tells_what_is_wrong(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    env = environment("3.11", "3.12", "3.13")
    make(project, "setup", env=env)
    for arguments, line in {
        ("deploy", "ENV=live"): "There is no environment 'live': say ENV=NAME with one of dev staging prod",
        ("logs", "FUNCTION=got-item"): "There is no function 'got-item': say FUNCTION=NAME with one of create-item",
        ("invoke", "FUNCTION=got-item"): "There is no function 'got-item': FUNCTION is one of create-item",
        ("invoke", "FUNCTION=get-item", "EVENT=x"): "get-item has no event 'x': EVENT is one of happy, malformed-id",
    }.items():
        with pytest.raises(AssertionError, match=re.escape(line)) as failed:
            make(project, *arguments, env=env)
        assert "Traceback" not in str(failed.value)
