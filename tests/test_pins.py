"""Every version that a project starts from stands in hooks/pins.yml, once."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import node
from harness.answers import EVERYTHING, JWT
from harness.engine import Engine
from harness.render import Renderer, files
from harness.source import HOOKS, ROOT, TEMPLATES, copy_template, template_files

PINS = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))
VARIANTS: list[dict[str, Any]] = [
    {},
    {"api": "rest", "ci": "gitlab", "alarm_email": "alarms@example.com", **JWT},
    {"runtime": "nodejs24.x", "secrets": "get-item>payments", **EVERYTHING},
    {"runtime": "nodejs22.x", "api": "rest", **JWT},
    {"runtime": "nodejs24.x", "iac": "cdk"},
    {"ci": "gitlab", "iac": "cdk"},
    {"supply_chain": True, "devcontainer": True, "iac": "cdk"},
    {"supply_chain": True, "devcontainer": True, "runtime": "nodejs24.x"},
]


def versions(pins: dict[str, Any], *above: str) -> dict[tuple[str, ...], str]:
    """The values of all pins by their path."""
    found: dict[tuple[str, ...], str] = {}
    for name, value in pins.items():
        found.update(versions(value, *above, name) if isinstance(value, dict) else {(*above, name): str(value)})
    return found


PINNED = versions(PINS)


def test_feature_flags_are_those_that_the_cdk_recommends(render: Renderer) -> None:
    # All but one, which would make a second log group beside ours: a raised version must not bring others unnoticed.
    recommended = json.loads((node.modules() / "aws-cdk-lib" / "recommended-feature-flags.json").read_text("utf-8"))
    context = json.loads((render(iac="cdk") / "cdk.json").read_text(encoding="utf-8"))["context"]
    flags = {name: value for name, value in context.items() if name.startswith("@aws-cdk")}
    assert flags == {**recommended, "@aws-cdk/aws-lambda:useCdkManagedLogGroup": False}


@pytest.fixture(scope="module")
def texts_with_other_pins(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that is rendered from a template in which pin number n has the version 999.n.0."""
    folder = tmp_path_factory.mktemp("pins")
    template = copy_template(folder / "template")
    pins = template / "hooks" / "pins.yml"
    text = pins.read_text(encoding="utf-8")
    for number, (path, version) in enumerate(PINNED.items()):
        text, changed = re.subn(rf"({re.escape(path[-1])}\"?: ){re.escape(version)}\b", rf"\g<1>999.{number}.0", text)
        assert changed == 1, f"{'.'.join(path)} does not stand once in a line of its own"
    pins.write_text(text, encoding="utf-8")
    engine = Engine(template)
    rendered = []
    for number, answers in enumerate(VARIANTS):
        project = folder / str(number) / "my-service"
        engine.render(project, answers)
        rendered += [content.decode() for content in files(project).values()]
    return "\n".join(rendered)


@pytest.mark.parametrize("pin", PINNED, ids=" ".join)
def test_a_pin_is_used_and_its_version_stands_nowhere_else(pin: tuple[str, ...], texts_with_other_pins: str) -> None:
    number = list(PINNED).index(pin)
    assert f"999.{number}.0" in texts_with_other_pins, "a pin that no file uses"
    assert not re.search(rf"(?<![\d.]){re.escape(PINNED[pin])}(?![\d.])", texts_with_other_pins), "a second place"


@pytest.mark.parametrize(
    "path",
    [path for path in template_files() if path.parts[0] in TEMPLATES],
    ids=Path.as_posix,
)
def test_no_other_version_is_written_into_a_file(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.findall(r"[\w\]]==\d[\w.]*|\buses: [^{\n]*@[^{\n]*$", text, flags=re.MULTILINE) == []


def test_the_templates_own_tests_use_the_pinned_versions() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    own = dict(re.findall(r"^([\w-]+)==([\w.]+)", "\n".join(groups["dev"]), flags=re.MULTILINE))
    shared = own.keys() & PINS["python"].keys()
    assert shared >= {"cfn-lint", "pytest", "ruff"}
    assert {name: own[name] for name in shared} == {name: PINS["python"][name] for name in shared}
