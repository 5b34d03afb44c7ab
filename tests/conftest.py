"""Fixtures: the template's source and its renders, made once in a session."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import in_memory, proofs
from harness.engine import Model
from harness.render import Renderer
from harness.source import ENVIRONMENT, NOT_MEANT, release_template
from hypothesis import settings

for name in NOT_MEANT:
    os.environ.pop(name, None)
ENVIRONMENT.update(in_memory.settings())
os.environ.update(ENVIRONMENT)
tempfile.tempdir = None  # look again

# A run in the background ignores them, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

BEGUN = time.time()

# At night what is random is random: other answers each time, and more of them.
settings.register_profile("everyday", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("night", max_examples=20_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

# What CI does without first, when its time is over: more of what other tests have tried by then.
LAST = ("test_equality", "test_typescript_mutations", "test_cdk_mutations", "test_benchmarks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem in LAST)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what has not begun at SKIP_AFTER, in seconds since 1970: .ci/run says it."""
    if time.time() > float(os.environ.get("SKIP_AFTER", "inf")):
        pytest.skip("CI's time is over: `make slow` runs it")
    item.user_properties.append((proofs.VARIANT, proofs.variant_of(item)))


@pytest.fixture(scope="session")
def render(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """Renders a project by answers: `render(api="rest")` gives its folder, not to be changed."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return Renderer(shared / "projects", own)


@pytest.fixture(scope="session")
def template(render: Renderer) -> Path:
    """The template as a plain folder."""
    return render.template


@pytest.fixture(scope="session")
def released_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a repository with a release; not to be changed."""
    return release_template(tmp_path_factory.mktemp("released") / "template")


@pytest.fixture(scope="session")
def model(render: Renderer) -> Callable[..., Model]:
    """The model by answers: `model(resources="people")["entities"]`."""

    def computed(**answers: Any) -> Model:
        return render.engine.model(answers)

    return computed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests measured, also when they passed, and what was proven of which variant."""
    passed = terminalreporter.getreports("passed")
    measured = {
        f"{name}: {value}" for report in passed for name, value in report.user_properties if name != proofs.VARIANT
    }
    proven = [*proofs.table(passed), *proofs.score(passed, terminalreporter.getreports("failed"))]
    for title, lines in (("measured", sorted(measured)), ("proven", proven)):
        if text := "\n".join(lines):
            terminalreporter.section(title)
            terminalreporter.write_line(text)
    if os.environ.get("WRITE_PROOFS"):
        counts = Counter({each: len(terminalreporter.getreports(each)) for each in ("passed", "failed", "skipped")})
        skipped = Counter(
            str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped")
        )
        proofs.write(proven, counts, skipped, (time.time() - BEGUN) / 60)
