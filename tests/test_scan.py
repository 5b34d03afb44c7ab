"""checkov finds nothing in what is deployed but what .checkov.yaml accepts, and all that it accepts is there."""

import json
import re
import subprocess
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import cdk
from harness.answers import EVERYTHING, JWT
from harness.render import Renderer
from harness.verbs import uv
from test_structure import OPERATIONS

pytestmark = pytest.mark.slow

VARIANTS: dict[str, dict[str, Any]] = {
    "a small service": {"alarm_email": "team@example.com"},
    "workers without CI": {"resources": "", "api": "none", "queues": "emails", "ci": "none"},
    "everything behind a REST API, with GitLab": {**EVERYTHING, "api": "rest", "ci": "gitlab"},
    "everything behind a REST API, with the CDK": {**EVERYTHING, "api": "rest", "iac": "cdk"},
    "all of operations": {**EVERYTHING, **OPERATIONS, **JWT, "api": "rest"},
    "all of operations, with the CDK": {**EVERYTHING, **OPERATIONS, **JWT, "api": "rest", "iac": "cdk"},
    "a VPC of its own": {**EVERYTHING, "vpc": "new"},
    "a VPC of its own, with the CDK": {**EVERYTHING, **JWT, "api": "rest", "vpc": "new", "iac": "cdk"},
    "a user pool": {"auth": "cognito"},
}


def described(project: Path, iac: str) -> list[Path]:
    """The files that `make scan` reads; of the CDK's the one for production."""
    made = [project / "template.yaml"]
    if iac == "cdk":
        made = sorted(cdk.synthesised(project).glob("*-prod.template.json"))
    return [*made, *(project / "ci").glob("*.yaml")]


def findings(folder: Path, pins: dict[str, Any], *files: Path) -> dict[str, set[str]]:
    """By file, the checks that fail, without any settings."""
    command = [uv(), "tool", "run", "--quiet", "--from", f"checkov=={pins['tools']['checkov']}", "checkov"]
    told = ["--framework", "cloudformation", "--skip-download", "--output", "json", "--file"]
    done = subprocess.run([*command, *told, *map(str, files)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(("{", "[")), done.stdout + done.stderr
    report = json.loads(done.stdout)["results"]
    read = Counter(each["file_abs_path"] for each in [*report["passed_checks"], *report["failed_checks"]])
    assert min(read[str(file)] for file in files) > 5, "it has read next to nothing"
    found: dict[str, set[str]] = defaultdict(set)
    for each in report["failed_checks"]:
        found[each["file_abs_path"]].add(each["check_id"])
    return found


def test_nothing_is_found_that_is_not_accepted_and_nothing_accepted_that_is_not_there(
    render: Renderer, tmp_path: Path, template: Path
) -> None:
    """For all variants at once: it takes longer to start than to read."""
    pins = yaml.safe_load((template / "hooks" / "pins.yml").read_text(encoding="utf-8"))
    projects = {name: render(**answers, supply_chain=True) for name, answers in VARIANTS.items()}
    files = {name: described(project, VARIANTS[name].get("iac", "sam")) for name, project in projects.items()}
    found = findings(tmp_path, pins, *chain(*files.values()))
    for name, project in projects.items():
        rules = (project / ".checkov.yaml").read_text(encoding="utf-8")
        accepted = yaml.safe_load(rules)["skip-check"]
        assert len(re.findall(r"  - CKV\w+ # \w", rules)) == len(accepted), f"{name}: an exception without a reason"
        assert set().union(*(found[str(file)] for file in files[name])) == set(accepted), name


def test_what_it_reads_is_what_the_verb_names(render: Renderer) -> None:
    for iac, expected in (("sam", "template.yaml ci/roles.yaml"), ("cdk", "cdk.out/*.template.json ci/roles.yaml")):
        makefile = (render(iac=iac, supply_chain=True) / "Makefile").read_text(encoding="utf-8")
        assert f"\t@$(CHECKOV) --file {expected}\n" in makefile
