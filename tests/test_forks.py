"""An organisation that forks the template can test its fork the plain way, with pytest-copie."""

from pathlib import Path
from typing import Any

import pytest
from harness.source import NEW_TAG

pytestmark = pytest.mark.filterwarnings("ignore")  # pytest-copie's own


def test_a_fork_can_render_in_its_tests(copie: Any, released_template: Path) -> None:
    result = copie.copy({"resources": "orders", "api": "rest"}, template_dir=released_template, vcs_ref=NEW_TAG)
    assert (result.exit_code, result.exception) == (0, None)
    assert result.answers["resources"] == "orders"
    assert (result.project_dir / "src" / result.answers["package_name"] / "handlers" / "create_order.py").is_file()


def test_a_fork_sees_why_an_answer_was_refused(copie: Any, released_template: Path) -> None:
    result = copie.copy({"resources": "Orders"}, template_dir=released_template, vcs_ref=NEW_TAG)
    assert result.exit_code == -1
    assert "'Orders' is not kebab-case" in str(result.exception)
