"""One start of a Lambda function's artefact by the official runtime client, as on Lambda, and how long it takes."""

import json
import os
import resource
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .runtime_api import RuntimeApi

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Start:
    """Milliseconds from the process's start until it asks for its first event, and until that is answered.

    `processor` is how much of the latter it was computing, which other programs disturb less.
    """

    init: float
    answer: float
    processor: float


@dataclass(frozen=True)
class Function:
    """An artefact with what its function needs to run."""

    folder: Path
    handler: str
    event: Mapping[str, Any]
    variables: Mapping[str, str]


def start(function: Function, interpreter: Path, client: Path) -> Start:
    """Start a function, let it answer one event, and end it. Raises RuntimeError unless it answers well.

    `client` is a folder with Python's runtime client, or the module that is Node's.
    """
    with RuntimeApi(function.event) as api:
        words = [str(client)] if client.is_file() else ["-s", "-m", "awslambdaric"]
        command = [str(interpreter), *words, function.handler]
        variables = {**_variables(api.address, client, interpreter), **function.variables}
        variables |= {"LAMBDA_TASK_ROOT": str(function.folder), "_HANDLER": function.handler}
        computed = _children_seconds()
        started_at = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=function.folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            while not api.done.wait(0.05):
                if process.poll() is not None or time.perf_counter() - started_at > TIMEOUT_SECONDS:
                    break
        finally:
            process.kill()
            output, _ = process.communicate()
    if api.asked_at is None or api.answered_at is None or api.failed or not _is_good(api.answer):
        raise RuntimeError(f"{function.handler} in {function.folder}: {api.answer}\n{output.decode(errors='replace')}")
    return Start(
        init=1000 * (api.asked_at - started_at),
        answer=1000 * (api.answered_at - started_at),
        processor=1000 * (_children_seconds() - computed),
    )


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _is_good(answer: str) -> bool:
    match json.loads(answer):
        case None | {"batchItemFailures": []} | {"policyDocument": {"Statement": [{"Effect": "Allow"}]}}:
            return True
        case {"statusCode": status}:
            return status in {200, 201}
    return False


def _variables(address: str, client: Path, interpreter: Path) -> dict[str, str]:
    """The environment that Lambda gives a function, and no other: AWS is the same address."""
    return {
        "AWS_ACCESS_KEY_ID": "measured",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{address}",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_NAME": "measured",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/measured",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "AWS_LAMBDA_LOG_STREAM_NAME": "measured",
        "AWS_LAMBDA_RUNTIME_API": address,
        "AWS_REGION": "us-east-1",
        "AWS_SECRET_ACCESS_KEY": "measured",
        "AWS_SESSION_TOKEN": "measured",
        "HOME": "/nonexistent",
        "LANG": "en_US.UTF-8",
        "PATH": os.pathsep.join([str(interpreter.parent), "/usr/bin", "/bin"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(client),
        "TZ": ":UTC",
    }
