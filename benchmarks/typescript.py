"""What a service in TypeScript costs: INIT, sizes, and building twenty functions."""

import json
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import yaml
from harness import node
from harness.source import HOOKS

from . import artefacts
from .init import GOAL as INIT_GOAL
from .init import get_item, rows
from .processes import run
from .projects import AT_A_DESK, copy
from .report import Row, Series, compared, measured
from .start import start
from .timing import interleaved, seconds

ZIPPED_GOAL_MB = 0.5
BUILD_GOAL_SECONDS = 5.0
MEGABYTE = 1_000_000
TWENTY = "items, orders, users, carts"
NO_CLIENT = "AWS's runtime client for Node.js can't be compiled on this machine"


def measure(template: Path, folder: Path, rounds: int) -> list[Row]:
    """Rows of milliseconds, megabytes and seconds."""
    project = folder / "my-service"
    copy(template, project, {"runtime": "nodejs24.x", "resources": TWENTY if rounds > 1 else "items"})
    _make(project, "setup", "dist")
    built = sorted(path for path in (project / "dist").iterdir())
    bare = _bare(project, folder / "bare")
    client = node.runtime_client()
    return [
        *(_starts(project, bare, client, rounds) if client else [Row(f"INIT of Node.js: {NO_CLIENT}")]),
        *_sizes(built, bare),
        *_builds(project, folder, len(built), min(rounds, 5)),
    ]


def _starts(project: Path, bare: Path, client: Path, rounds: int) -> list[Row]:
    ours = replace(get_item(project), handler="index.handler")
    functions = {"get-item": ours, "bare": replace(ours, folder=bare)}
    starts = interleaved(
        {name: partial(start, each, node.program(), client) for name, each in functions.items()}, rounds
    )
    peer = "bare document client, built the same way"
    return rows(("get-item in TypeScript", starts["get-item"]), (peer, starts["bare"]), INIT_GOAL)


def _sizes(built: list[Path], bare: Path) -> list[Row]:
    zipped = [artefacts.zipped_bytes(function) / MEGABYTE for function in built]
    ours = Series(f"artefact of one of {len(built)} functions, zipped with its source map", zipped, "MB")
    against = Series("bare document client, the same way", [artefacts.zipped_bytes(bare) / MEGABYTE] * len(built), "MB")
    return [measured(ours, ZIPPED_GOAL_MB), compared(ours, against)]


def _builds(project: Path, folder: Path, functions: int, rounds: int) -> list[Row]:
    """A cold build is one without dist/; what SAM does by itself is `npm install` and esbuild for each function."""

    def cold(*verbs: str) -> float:
        for made in ("dist", ".aws-sam"):
            shutil.rmtree(project / made, ignore_errors=True)
        return seconds(partial(_make, project, *verbs))

    own = _built_by_sam(project, folder / "by-sam")

    def by_sam() -> float:
        shutil.rmtree(own / ".aws-sam", ignore_errors=True)
        return seconds(partial(_run, [*_sam(), "build"], own, project / "node_modules" / ".bin"))

    _make(project, "build")  # fetches SAM
    times = interleaved({"dist": partial(cold, "dist"), "build": partial(cold, "build")}, rounds)
    peer = interleaved({"by SAM": by_sam}, 1)["by SAM"]
    build = Series(f"cold `make build` of {functions} functions", times["build"], "s")
    return [
        measured(build, BUILD_GOAL_SECONDS),
        measured(Series(f"its part that is ours, for {functions} functions", times["dist"], "s")),
        compared(
            Series("each function of it", [each / functions for each in times["build"][:1]], "s"),
            Series("each function by SAM's own esbuild method", peer, "s"),
        ),
    ]


def _built_by_sam(project: Path, folder: Path) -> Path:
    """A project of one function that SAM bundles, in the way of its own templates."""
    folder.mkdir()
    shutil.copytree(project / "src", folder / "src")
    manifest = json.loads((project / "package.json").read_text(encoding="utf-8"))
    del manifest["scripts"]
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "template.yaml").write_text(BY_SAM, encoding="utf-8")
    return folder


BY_SAM = """Transform: AWS::Serverless-2016-10-31
Resources:
  GetItem:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties: {Format: esm, OutExtension: [.js=.mjs], Minify: true, EntryPoints: [src/handlers/get-item.ts]}
    Properties: {CodeUri: ., Handler: src/handlers/get-item.handler, Runtime: nodejs24.x}
"""


def _bare(project: Path, folder: Path) -> Path:
    """The bare handler, built by the project's own script."""
    copied = folder.with_name("bare-project")
    (copied / "src" / "handlers").mkdir(parents=True)
    shutil.copytree(project / "scripts", copied / "scripts")
    (copied / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (copied / "node_modules").symlink_to(project / "node_modules")
    shutil.copyfile(artefacts.HANDLERS / "document-client.ts", copied / "src" / "handlers" / "bare.ts")
    _run([node.folder_of_node() / "node", "scripts/run.mjs", "build"], copied)
    return copied / "dist" / "bare"


def _sam() -> list[str]:
    pins = yaml.safe_load((HOOKS / "pins.yml").read_text(encoding="utf-8"))["tools"]
    return [artefacts.UV, "tool", "run", "--quiet", "--from", f"aws-sam-cli=={pins['aws-sam-cli']}", "sam"]


def _make(project: Path, *verbs: str) -> str:
    return _run(["make", "--no-print-directory", *verbs], project)


def _run(command: list[str | Path], folder: Path, *tools: Path) -> str:
    """With the node of the tests first on PATH."""
    uv = Path(artefacts.UV)
    first = [*map(str, tools), str(node.folder_of_node())]
    paths = os.pathsep.join([*first, *([str(uv.parent)] if uv.is_absolute() else []), os.environ["PATH"]])
    return run(command, folder, {"PATH": paths, **AT_A_DESK, "SAM_CLI_TELEMETRY": "0"})
