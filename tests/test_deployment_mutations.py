"""Projects with gradual deployments notice what is broken of them, with either tool."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from harness.breaks import Breakable, broken
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
RULES = [f"tests/infrastructure/test_{each}.py" for each in ("aliases", "check", "deployment")]
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
def projects(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Breakable]]:
    """One with each tool; these tests' own tools stand in for their installation."""
    with ExitStack() as stack:
        made = {}
        for iac in ("sam", "cdk"):
            path = render.copy(tmp_path_factory.mktemp(iac) / "my-service", iac=iac, **ANSWERS)
            (path / ".venv").symlink_to(sys.prefix)
            made[iac] = stack.enter_context(Breakable(path, *RULES))
            found = made[iac].tested(*RULES)
            assert found.status == 0, found.printed[-3000:]
        yield made


@pytest.mark.parametrize(("iac", "name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(projects: dict[str, Breakable], iac: str, name: str, old: str, new: str) -> None:
    project = projects[iac]
    with broken(project.path / name, old, new):
        found = project.tested(*RULES)
    assert "\nFAILED tests/infrastructure/" in found.printed, f"no rule was broken\n{found.printed[-3000:]}"
