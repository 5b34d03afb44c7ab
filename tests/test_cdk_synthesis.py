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
    copy = render.copy(tmp_path / "other" / "my-service", **answers, **EVERYTHING)
    for function in (project / "events").iterdir():
        (tmp_path / "dist" / function.name).mkdir(parents=True)
        (tmp_path / "dist" / function.name / "marker").write_text(f"dist/{function.name}", encoding="utf-8")
    settings = json.loads((copy / "cdk.json").read_text(encoding="utf-8"))
    told = {
        "CDK_CONTEXT_JSON": json.dumps({**settings["context"], "dist": str(tmp_path / "dist")}),
        "CDK_OUTDIR": str(tmp_path / "cdk.out"),
    }
    env = {**node.environment(), **cdk.JUST_SYNTHESIS, **told}
    subprocess.run(cdk.command(settings["app"], copy), cwd=copy, env=env, check=True)
    expected = templates(tmp_path / "cdk.out")
    assert len(expected) > len(list((project / "events").iterdir()))
    assert templates(cdk.synthesised(project)) == expected


def templates(assembly: Path) -> dict[str, bytes]:
    return {name: each for name, each in files(assembly).items() if ".template." in name or name.startswith("asset.")}
