"""What the CDK costs: synthesis against a new, empty app's; and whether both tools deploy packages of one size."""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from harness import cdk, node

from . import artefacts
from .peers import Peers, prepare
from .processes import run
from .projects import copy, make
from .report import Row, Series, compared
from .timing import interleaved, seconds

SIZE_GOAL = 1.02
MEGABYTE = 1_000_000
TSX = "tsx@4.23.0"
RUNTIMES = {"Python": "python3.13", "TypeScript": "nodejs24.x"}


def measure(template: Path, folder: Path, rounds: int) -> list[Row]:
    """Rows of seconds and megabytes."""
    peers = prepare()
    projects = {}
    for language, runtime in RUNTIMES.items():
        projects[language] = folder / language / "my-service"
        projects[language].parent.mkdir()
        copy(template, projects[language], {"runtime": runtime, "iac": "cdk"})
    return [
        *(_syntheses(projects, peers, folder, rounds) if isinstance(peers, Peers) else [Row(f"cdk init: {peers}")]),
        *_sizes(template, folder),
    ]


def _syntheses(projects: dict[str, Path], peers: Peers, folder: Path, rounds: int) -> list[Row]:
    rows = []
    for language, project in projects.items():
        new = folder / f"init-{language.lower()}"
        peers.generate(f"cdk init, {language}", new)
        candidates = {"ours": partial(_synthesise, project), "new": partial(_synthesise_new, new, language, folder)}
        times = interleaved({name: partial(seconds, each) for name, each in candidates.items()}, rounds)
        ours = Series(f"synthesis of the default service, three environments, {language}", times["ours"], "s")
        rows.append(compared(ours, Series(f"`cdk init`'s empty stack, {language}", times["new"], "s")))
    return rows


def _synthesise(project: Path) -> None:
    """As the CDK's command line does, with packages that hold nothing but a name."""
    with tempfile.TemporaryDirectory() as folder:
        cdk.synthesise(project, Path(folder))


def _synthesise_new(project: Path, language: str, folder: Path) -> None:
    if language == "Python":
        _node([sys.executable, "app.py"], project)
        return
    tools = folder / "tsx"
    if not tools.exists():
        tools.mkdir()
        (tools / "package.json").write_text("{}", encoding="utf-8")
        node.npm(tools, "install", "--no-audit", "--no-fund", TSX)
    if not (project / "node_modules").exists():
        (project / "node_modules").symlink_to(node.modules())
    _node([tools / "node_modules" / ".bin" / "tsx", *(project / "bin").glob("*.ts")], project)


def _node(command: list[str | Path], project: Path) -> None:
    run(command, project, {**node.environment(), "CDK_OUTDIR": str(project / "cdk.out")})


def _sizes(template: Path, folder: Path) -> list[Row]:
    """Of the same service, what SAM's template points to and what the CDK's synthesis took from there, zipped."""
    sizes: dict[str, list[float]] = {}
    for tool in ("sam", "cdk"):
        project = folder / tool / "my-service"
        project.parent.mkdir()
        copy(template, project, {"runtime": "nodejs24.x", "iac": tool})
        make(project, "setup", "build", interpreter=node.folder_of_node() / "node")
        built = {"sam": "dist/*/", "cdk": "cdk.out/asset.*/"}[tool]
        sizes[tool] = sorted(artefacts.zipped_bytes(package) / MEGABYTE for package in project.glob(built))
        shutil.rmtree(project / "node_modules")
    ours = Series("package that the CDK deploys, zipped", sizes["cdk"], "MB")
    return [compared(ours, Series("package that SAM deploys, of the same service", sizes["sam"], "MB"), SIZE_GOAL)]
