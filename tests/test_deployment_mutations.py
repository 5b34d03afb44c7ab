"""Projects with gradual deployments notice what is broken of them, with either tool."""

import subprocess
import sys
from pathlib import Path

import pytest
from harness import node
from harness.breaks import broken
from harness.cdk import JUST_SYNTHESIS
from harness.render import Renderer

pytestmark = pytest.mark.slow

ANSWERS = {
    "queues": "emails",
    "schedules": "heartbeat=rate(5 minutes)",
    "environments": "prod",
    "deployment": "canary",
    "provisioned_concurrency": "get-item=5",
}
CHECK = "deployment/check.py"
CONSTRUCTS = "infra/constructs"
BREAKS = {
    "production is deployed all at once": ("sam", "samconfig.toml", "LambdaCanary10Percent5Minutes", "LambdaAllAtOnce"),
    "a version is not tried before": (
        "sam",
        "template.yaml",
        "        Hooks:\n          PreTraffic: !Ref CheckFunction\n        Alarms:\n          - !Ref GetItem",
        "        Alarms:\n          - !Ref GetItem",
    ),
    "an alarm is on every version": (
        "sam",
        "template.yaml",
        "          - !Ref GetItemVersionErrorsAlarm\n          - !Ref GetItemVersionLatencyAlarm\n",
        "          - !Ref ApiErrorsAlarm\n",
    ),
    "the check may call any function": ("sam", "template.yaml", "- !Sub ${GetItemFunction.Arn}:*", '- "*"'),
    "nothing is kept started": ("sam", "samconfig.toml", "ProvisionedConcurrency=5", "ProvisionedConcurrency=0"),
    "a crash passes the check": ("sam", CHECK, 'if "FunctionError" in answer:', "if False:"),
    "a failed check is not reported": ("sam", CHECK, "    except Exception:\n", "    except KeyError:\n"),
    "a queue's function is called past the alias": (
        "cdk",
        f"{CONSTRUCTS}/service_function.py",
        "each.function_name = self.live.function_arn",
        "pass",
    ),
    "settings of what is invoked are of no version": (
        "cdk",
        f"{CONSTRUCTS}/job.py",
        "            qualifier=self.live.alias_name,\n",
        "",
    ),
    "old versions go": ("cdk", f"{CONSTRUCTS}/live_version.py", "RemovalPolicy.RETAIN", "RemovalPolicy.DESTROY"),
    "left over messages stop a deployment": (
        "cdk",
        f"{CONSTRUCTS}/dead_letter_queue.py",
        '"DIFF(left_over)"',
        '"left_over + 0"',
    ),
}


@pytest.fixture(scope="module")
def projects(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One with each tool; the tests' own tools stand in for their installation."""
    made = {}
    for iac in ("sam", "cdk"):
        made[iac] = render.copy(tmp_path_factory.mktemp(iac) / "my-service", iac=iac, **ANSWERS)
        (made[iac] / ".venv").symlink_to(sys.prefix)
        done = check(made[iac])
        assert done.returncode == 0, done.stdout[-3000:]
    return made


@pytest.mark.parametrize(("iac", "name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(projects: dict[str, Path], iac: str, name: str, old: str, new: str) -> None:
    with broken(projects[iac] / name, old, new):
        done = check(projects[iac])
    assert "\nFAILED tests/infrastructure/" in done.stdout, f"no rule was broken\n{done.stdout[-3000:]}"


def check(project: Path) -> subprocess.CompletedProcess[str]:
    """The project's rules on its deployments, until one is broken."""
    options = ["--override-ini", "addopts=", "--exitfirst", "--quiet", "--no-header"]
    tests = [f"tests/infrastructure/test_{each}.py" for each in ("aliases", "check", "deployment")]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    env = {**node.environment(), **JUST_SYNTHESIS, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False, timeout=600)
