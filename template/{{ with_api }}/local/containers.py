"""Lets `sam local start-api` run the functions in containers, with the emulator of `make local` as their AWS.

    python -m local.containers ENVIRONMENT PORT TEMPLATE

A container is given the variables that its template names and no others. So a copy of the built template, beside it
because its paths are relative, names one more, and `.local/variables.json` has the values of all.
"""

import json
import sys
from pathlib import Path
from typing import Any

from local.describe import read
from local.problem import ServiceError
from local.running import Running
from local.session import LOCAL, reached

FUNCTIONS = {"AWS::Lambda::Function", "AWS::Serverless::Function"}
VARIABLE = "AWS_ENDPOINT_URL"
# What the machine is called in a container.
HOST = "host.docker.internal"


def main(environment: str, port: str, template: str) -> None:
    try:
        values = variables(reached(environment, port), port)
    except ServiceError as problem:
        sys.exit(str(problem))
    LOCAL.mkdir(exist_ok=True)
    (LOCAL / "variables.json").write_text(json.dumps(values, indent=2), encoding="utf-8")
    built = Path(template)
    copy = naming_one_more(read(built))
    built.with_name("containers.json").write_text(json.dumps(copy, indent=2), encoding="utf-8")


def variables(service: Running, port: str) -> dict[str, dict[str, str]]:
    """The variables of each function by its logical id, with addresses that lead out of a container."""
    logical_ids = {physical: logical_id for logical_id, physical in service.resources.items()}
    return {
        logical_ids[physical]: {VARIABLE: f"http://{HOST}:{port}"}
        | {variable: outward(value, port) for variable, value in service.variables(name).items()}
        for name, physical in service.functions.items()
    }


def outward(value: str, port: str) -> str:
    for host in ("127.0.0.1", "localhost"):
        value = value.replace(f"//{host}:{port}", f"//{HOST}:{port}")
    return value


def naming_one_more(template: dict[str, Any]) -> dict[str, Any]:
    for resource in template["Resources"].values():
        if resource["Type"] in FUNCTIONS:
            environment = resource["Properties"].setdefault("Environment", {})
            environment.setdefault("Variables", {})[VARIABLE] = ""
    return template


if __name__ == "__main__":
    main(*sys.argv[1:])
