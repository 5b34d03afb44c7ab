"""What is built is what is deployed: each function's folder alone answers its events in Lambda's own client."""

import json
import platform
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest
from harness.engine import Model
from harness.render import Renderer
from harness.runtime import Function
from harness.source import ENVIRONMENT
from harness.verbs import environment, interpreter, make, uv

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.system() != "Linux", reason="Lambda's runtime client runs on Linux only"),
]
ARCHITECTURE = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
LOCAL_AWS = """
import json, sys
sys.path.insert(0, "scripts")
from local_aws import ENVIRONMENT, local_aws, store_example
with local_aws() as url:
    print(json.dumps({**ENVIRONMENT, "AWS_ENDPOINT_URL": url}), flush=True)
    for _ in sys.stdin:
        store_example()
        print("stored", flush=True)
"""


@contextmanager
def local_aws(project: Path) -> Iterator[tuple[dict[str, str], Callable[[], None]]]:
    """The project's own emulator: the functions' variables, and what puts the example record back."""
    process = subprocess.Popen(
        [".venv/bin/python", "-c", LOCAL_AWS], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    reader, writer = process.stdout, process.stdin

    def store() -> None:
        writer.write("\n")
        writer.flush()
        assert reader.readline() == "stored\n"

    try:
        yield json.loads(reader.readline()), store
    finally:
        writer.close()
        process.wait(timeout=60)
        reader.close()


def runtime_client(folder: Path, python: Path) -> Path:
    """The Python of an environment that has AWS's runtime client and nothing else."""
    subprocess.run([uv(), "venv", "--quiet", "--python", python, folder], env=ENVIRONMENT, check=True)
    client = folder / "bin" / "python"
    install = [
        uv(),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(client),
        f"awslambdaric=={metadata.version('awslambdaric')}",
    ]
    subprocess.run(install, env=ENVIRONMENT, check=True)
    return client


@pytest.mark.parametrize(
    ("api", "resources"), [("http", "items"), ("rest", "person:people, api-keys")], ids=["HTTP", "REST, two resources"]
)
def test_each_package_answers_its_events(
    api: str, resources: str, render: Renderer, model: Callable[..., Model], tmp_path: Path
) -> None:
    version = next((version for version in ("3.13", "3.12") if interpreter(version)), None)
    python = interpreter(version) if version else None
    if python is None:
        pytest.skip("there is neither Python 3.13 nor 3.12 on this machine")
    answers = {"runtime": f"python{version}", "architecture": ARCHITECTURE, "api": api, "resources": resources}
    project = render.copy(tmp_path / "my-service", **answers)
    make(project, "setup", "dist", env=environment("3.11", f"{version}"))
    client = runtime_client(tmp_path / "client", python)
    answered: dict[str, int] = {}
    expected: dict[str, int] = {}
    with local_aws(project) as (variables, store):
        for function in model(**answers)["functions"]:
            package = project / "dist" / function["name"]
            own = {each["name"] for each in function["environment"]}
            known = {name: each for name, each in variables.items() if not name.endswith("_TABLE_NAME") or name in own}
            with Function(client, package, function["handler"], known) as lambda_function:
                for event in function["events"]:
                    store()
                    case = f"{function['name']}/{event['name']}"
                    expected[case] = event["status"]
                    text = (project / "events" / f"{case}.json").read_text(encoding="utf-8")
                    answered[case] = lambda_function.invoke(json.loads(text))["statusCode"]
    assert answered == expected
