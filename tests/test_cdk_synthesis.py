"""Other tests let the CDK run one app after another in a program that stays: it makes the same as in one of its own."""

import json
import subprocess
from pathlib import Path

import pytest
from harness import cdk, node
from harness.answers import EVERYTHING
from harness.render import Renderer, files

RUNTIMES = [pytest.param("python3.13", marks=pytest.mark.slow), "nodejs24.x"]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_same_is_synthesised(runtime: str, render: Renderer, tmp_path: Path) -> None:
    answers = {"iac": "cdk", "runtime": runtime, "environments": "dev, prod"}
    cdk.deployments(render(**answers))
    project = render(**answers, **EVERYTHING)
    app = cdk.copied(project, tmp_path)
    told = {"CDK_CONTEXT_JSON": json.dumps(app.context), "CDK_OUTDIR": str(tmp_path / "cdk.out")}
    env = {**node.environment(), **cdk.JUST_SYNTHESIS, **told}
    subprocess.run(app.command, cwd=app.project, env=env, check=True)
    expected = templates(tmp_path / "cdk.out")
    assert len(expected) > len(list((project / "events").iterdir()))
    assert templates(cdk.synthesised(project)) == expected


def templates(assembly: Path) -> dict[str, bytes]:
    return {name: each for name, each in files(assembly).items() if ".template." in name or name.startswith("asset.")}
