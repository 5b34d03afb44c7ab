"""What CDK makes of a rendered project, for each environment of cdk.json, without an installation of its own."""

import atexit
import json
import shlex
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from harness import node
from harness.description.deployment import Deployment
from harness.repeated import Repeated

APPS_IN_PYTHON = Path(__file__).with_name("apps.py")
APPS_IN_TYPESCRIPT = Path(__file__).with_name("apps.mjs")

STACK = "aws:cloudformation:stack"
CHECK = "CheckBootstrapVersion"  # asks for the account's own stack of CDK, and says nothing of the service
# Without the CDK's own look at the templates, a third of the time: projects' own verbs and cfn-lint look, too.
JUST_SYNTHESIS = {"CDK_VALIDATION": "false"}


def deployments(project: Path) -> dict[str, Deployment]:
    """By environment; each function's code is the folder that is built for it."""
    assembly = synthesised(project)
    artifacts = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    environments = json.loads((project / "cdk.json").read_text(encoding="utf-8"))["context"]["environments"]
    stacks = {each["properties"]["tags"]["environment"]: each for each in artifacts.values() if each["type"] == STACK}
    assert set(stacks) == set(environments)
    return {name: deployment(assembly, stacks[name]) for name in environments}


def deployment(assembly: Path, stack: dict[str, Any]) -> Deployment:
    properties = stack["properties"]
    template = json.loads((assembly / properties["templateFile"]).read_text(encoding="utf-8"))
    rules = template.pop("Rules", {})
    assert set(rules) <= {CHECK}, rules
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"]["Code"] = built_folder(assembly, resource["Properties"]["Code"])
    return Deployment(
        template=template,
        stack_name=stack["displayName"],
        region=stack["environment"].rpartition("/")[2],
        tags=properties["tags"],
        termination_protection=properties.get("terminationProtection", False),
    )


def built_folder(assembly: Path, code: dict[str, Any]) -> str:
    """The folder that an asset is a copy of: its marker names it, unless it is deployed as it lies in the project."""
    asset = assembly / f"asset.{code['S3Key'].removesuffix('.zip')}"
    if (asset / "checks.json").exists():
        return "deployment"
    return (asset / "marker").read_text(encoding="utf-8")


def synthesised(project: Path) -> Path:
    """The cloud assembly of a project, made once in a session and kept beside it."""
    assembly = project.parent / "cdk.out"
    if not assembly.exists():
        with tempfile.TemporaryDirectory(dir=project.parent) as folder:
            made = synthesise(project, Path(folder))
            try:
                made.rename(assembly)
            except OSError:  # another worker was faster
                shutil.rmtree(made)
    return assembly


class App(NamedTuple):
    """A project's app: where it runs, its command, and what it finds in its context."""

    project: Path
    command: list[str]
    context: dict[str, Any]


def synthesise(project: Path, folder: Path) -> Path:
    """Run the app as the CDK CLI does, but in a program that stays."""
    app, assembly = copied(project, folder), folder / "cdk.out"
    told = [str(app.project), app.command[-1], app.context, str(assembly)]
    status, printed = apps(app.command[0]).answer(json.dumps(told))
    assert status == 0, f"{app.command}\n{printed[-6000:]}"
    return assembly


def copied(project: Path, folder: Path) -> App:
    """The app of a copy of the project; what is built is a marker for each function."""
    copy = shutil.copytree(project, folder / project.name)
    for function in (project / "events").iterdir():
        built = folder / "dist" / function.name
        built.mkdir(parents=True)
        (built / "marker").write_text(f"dist/{function.name}", encoding="utf-8")
    settings = json.loads((project / "cdk.json").read_text(encoding="utf-8"))
    return App(copy, command(settings["app"], copy), {**settings["context"], "dist": str(folder / "dist")})


def command(app: str, project: Path) -> list[str]:
    """The app's, with the tests' own Python or Node.js, and their packages, instead of the project's."""
    program, *arguments = shlex.split(app)
    if Path(program).name == "node":
        (project / "node_modules").symlink_to(node.modules())
        return [str(node.program()), *arguments]
    return [sys.executable, *arguments]


@cache
def apps(program: str) -> Repeated:
    """What runs one app after another, so that the CDK is loaded once in a session."""
    runner = APPS_IN_PYTHON if program == sys.executable else APPS_IN_TYPESCRIPT
    started = Repeated(Path(tempfile.gettempdir()), program, runner, env={**node.environment(), **JUST_SYNTHESIS})
    atexit.register(started.end)
    return started
