"""What workers promise holds for any batch: thousands of random ones, in a rendered project's own environment."""

import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from harness import node
from harness.answers import EVERYTHING, JWT
from harness.installed import with_node
from harness.render import Renderer
from harness.source import ROOT
from harness.verbs import environment, make, uv

pytestmark = pytest.mark.slow

FAST_CHECK = "fast-check@4.10.2"
PROPERTIES = ROOT / "tests" / "properties"
# A REST API has a function that looks at tokens.
ANSWERS = {**{name: answer for name, answer in EVERYTHING.items() if name != "links"}, **JWT, "api": "rest"}


@pytest.fixture(scope="module")
def project(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = render.copy(tmp_path_factory.mktemp("properties") / "my-service", **ANSWERS)
    make(project, "setup", env=environment("3.11", "3.12", "3.13"))
    package = f"hypothesis=={metadata.version('hypothesis')}"
    subprocess.run([uv(), "pip", "install", "--quiet", "--python", ".venv", package], cwd=project, check=True)
    shutil.copytree(PROPERTIES, project / "tests" / "properties")
    return project


@pytest.mark.parametrize("name", sorted(path.name for path in PROPERTIES.glob("test_*.py")))
def test_the_properties_hold(name: str, project: Path) -> None:
    # Tracebacks are written by the thousand: once each is enough, and without the marks that are compiled for them.
    options = ("--no-cov", "--quiet", "-p", "no:logging")
    command = [".venv/bin/python", "-m", "pytest", *options, f"tests/properties/{name}"]
    env = {**environment("3.11", "3.12", "3.13"), "PYTHONNODEBUGRANGES": "1"}
    done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_no_token_of_ten_thousand_opens_a_typescript_service(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service", **JWT, api="rest", runtime="nodejs24.x")
    make(project, "setup", env=with_node())
    node.npm(project, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", FAST_CHECK)
    shutil.copy(PROPERTIES / "tokens.test.ts", project / "tests" / "unit" / "properties.test.ts")
    command = ["node_modules/.bin/vitest", "run", "tests/unit/properties.test.ts"]
    done = subprocess.run(
        command, cwd=project, env=node.environment(), capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
