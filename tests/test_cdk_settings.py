"""What is wrong with an environment in cdk.json is one line, before anything is made of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from harness import cdk, node
from harness.render import Renderer

MISSING = object()
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing says whether it is production": ({"production": MISSING}, 'has no "production"'),
    "a limit that nobody would notice": ({"throttleRates": 50}, 'has "throttleRates", which nothing reads'),
    "a word of another case": ({"logLevel": "Info"}, '"logLevel", which has to be one of DEBUG, INFO, WARN, ERROR'),
    "a number as text": ({"throttleRate": "50"}, '"throttleRate", which has to be of the type '),
}


@pytest.mark.parametrize("runtime", ["python3.13", "nodejs24.x"])
@pytest.mark.parametrize(("change", "line"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_one_line(
    runtime: str, change: dict[str, Any], line: str, render: Renderer, tmp_path: Path
) -> None:
    project = render.copy(tmp_path / "my-service", iac="cdk", runtime=runtime)
    settings = json.loads((project / "cdk.json").read_text(encoding="utf-8"))
    environments = settings["context"]["environments"]
    changed = {**environments["staging"], **change}
    environments["staging"] = {name: value for name, value in changed.items() if value is not MISSING}
    done = subprocess.run(
        cdk.command(settings["app"], project),
        cwd=project,
        env={**node.environment(), "CDK_CONTEXT_JSON": json.dumps(settings["context"])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith('cdk.json: the environment "staging" ')
    assert line in said
