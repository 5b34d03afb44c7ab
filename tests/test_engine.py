"""What the other tests render with is Copier itself, only warm: it must give what Copier gives."""

from pathlib import Path
from typing import Any

import copier
import pytest
from harness.answers import EVERYTHING
from harness.engine import model_of, plain_worker
from harness.render import Renderer, files
from harness.tiers import everyday

ANSWERS = [
    pytest.param({}, id="the defaults"),
    pytest.param({"api": "rest", "ci": "gitlab", "alarm_email": "alarms@example.com"}, id="a REST API with an e-mail"),
    pytest.param({"runtime": "nodejs24.x", "iac": "cdk", **EVERYTHING}, id="everything in TypeScript, with the CDK"),
    pytest.param({"resources": "person:people, api-keys, news", "runtime": "python3.12"}, id="three resources"),
]


@pytest.mark.parametrize("answers", ANSWERS)
def test_the_model_is_copiers(answers: dict[str, Any], render: Renderer, tmp_path: Path) -> None:
    plain = model_of(plain_worker(render.template, tmp_path / "my-service", answers))
    assert render.engine.model(answers) == plain


@pytest.mark.parametrize("answers", everyday(ANSWERS, "defaults|everything"))
def test_a_project_is_byte_for_byte_copiers(answers: dict[str, Any], render: Renderer, tmp_path: Path) -> None:
    plain = tmp_path / "my-service"
    copier.run_copy(str(render.template), plain, data=answers, defaults=True, quiet=True, unsafe=False)
    assert files(render(**answers)) == files(plain)


def test_rendering_twice_is_identical_whatever_was_rendered_between(render: Renderer, tmp_path: Path) -> None:
    first, between, second = (tmp_path / name / "my-service" for name in ("first", "between", "second"))
    render.engine.render(first, {})
    render.engine.render(between, {"api": "rest", "resources": "orders, items", "runtime": "python3.14"})
    render.engine.render(second, {})
    assert files(first) == files(second)
