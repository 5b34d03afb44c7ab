"""What is a secret stays one: a service that reads a marker, logs it and fails with it shows it nowhere."""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from harness import cdk, sam
from harness.installed import with_node
from harness.locally import NODE, PYTHON, Local, opened
from harness.render import Renderer
from harness.terminal import at_a_terminal
from harness.verbs import make

SECRETS = "get-item>payments, create-item>payments, list-items>mail-provider"
MARKER, NEWER = "b6d0-opens-everything-4f1c", "77ae-opens-it-since-then-90d2"
# The handlers of two functions: one reads its secret, the other one that is not its own.
HANDLERS = {
    PYTHON: (
        ("src/my_service/handlers/get_item.py", "src/my_service/handlers/list_items.py"),
        """import hashlib
import os

from my_service.shared.endpoint import endpoint
from my_service.shared.observability import logger
from my_service.shared.secrets import StoredSecret


class RefusedError(Exception):
    pass


@endpoint
def handler(request):
    os.environ.setdefault("PAYMENTS_SECRET_ARN", "my-service-dev/payments")
    secret = StoredSecret("PAYMENTS_SECRET_ARN").renew()
    logger.info("seen", extra={"secret": secret, "digest": hashlib.sha256(secret.reveal().encode()).hexdigest()})
    raise RefusedError("refused with", secret)
""",
    ),
    NODE: (
        ("src/handlers/get-item.ts", "src/handlers/list-items.ts"),
        """import { createHash } from 'node:crypto';
import { endpoint } from '../shared/endpoint.ts';
import { logger } from '../shared/observability.ts';
import { StoredSecret } from '../shared/secrets.ts';

export const handler = endpoint(async () => {
  process.env['PAYMENTS_SECRET_ARN'] ??= 'my-service-dev/payments';
  const secret = await new StoredSecret('PAYMENTS_SECRET_ARN').renew();
  logger.info('seen', { secret, digest: createHash('sha256').update(secret.reveal()).digest('hex') });
  console.log('seen', secret);
  throw Object.assign(new Error(`refused with ${secret}`), { secret });
});
""",
    ),
}
pytestmark = pytest.mark.slow
VARIANTS = {"SAM in Python": (PYTHON, "sam"), "the CDK in TypeScript": (NODE, "cdk")}


def make_secret(project: Path, value: str, **words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "secret", *(f"{name}={word}" for name, word in words.items())],
        cwd=project,
        env=with_node(),
        input=value,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module", params=VARIANTS.values(), ids=list(VARIANTS))
def service(
    request: pytest.FixtureRequest, render: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Local]:
    runtime, iac = request.param
    folder = tmp_path_factory.mktemp("secrets")
    project = opened(render, folder, secrets=SECRETS, runtime=runtime, iac=iac)
    paths, code = HANDLERS[runtime]
    for path in paths:
        assert (project / path).is_file()
        (project / path).write_text(code, encoding="utf-8")
    with Local(project) as local:
        yield local.ready()


def status(service: Local, path: str) -> int:
    url = service.wait_for(r"the API is (http://127\.0\.0\.1:\d+\S+)\. Ctrl-C stops it")[1]
    try:
        with urlopen(url + path, timeout=60) as answer:  # noqa: S310 -- it is our own
            return int(answer.status)
    except HTTPError as error:
        return error.code if MARKER not in error.read().decode() else 0


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def logged(service: Local) -> str:
    """All that all functions have logged, metrics included."""
    client = service.client("logs")
    groups = [group["logGroupName"] for group in client.describe_log_groups()["logGroups"]]
    pages = [
        page for group in groups for page in client.get_paginator("filter_log_events").paginate(logGroupName=group)
    ]
    return "\n".join(event["message"] for page in pages for event in page["events"])


def written(project: Path) -> str:
    """All that a project has in files, what its verbs made included, but for what is installed."""
    found = []
    for folder, folders, names in os.walk(project):
        folders[:] = [each for each in folders if not (Path(folder) / each).is_symlink()]
        found += [(Path(folder) / name).read_bytes().decode(errors="replace") for name in names]
    return "\n".join(found)


def test_a_secret_that_a_function_reads_is_in_no_log_and_no_template(service: Local) -> None:
    done = make_secret(service.project, f"{MARKER}\n", NAME="payments", PORT=str(service.port))
    assert done.stdout == "payments is changed in my-service-dev: functions work with it within 5 minutes.\n"
    assert done.stderr == ""
    assert status(service, "/items/11111111-1111-4111-8111-111111111111") == 500
    service.wait_for(rf"get-item INFO seen .*{digest(MARKER)}")
    service.wait_for(r"get-item ERROR [\s\S]*refused with")

    said = logged(service)
    assert said.count("Secret(hidden)") >= 2
    stack = service.client("cloudformation")
    template = json.dumps(stack.get_template(StackName="my-service-dev")["TemplateBody"])
    function = json.dumps(
        service.client("lambda").get_function_configuration(FunctionName=service.resource("GetItemFunction")),
        default=str,
    )
    assert "PAYMENTS_SECRET_ARN" in function
    places = {
        "logs": said,
        "the terminal": service.shown,
        "the stack's template": template,
        "the function": function,
        "files": written(service.project),
    }
    assert [place for place, text in places.items() if MARKER in text] == []
    assert (
        MARKER in service.client("secretsmanager").get_secret_value(SecretId="my-service-dev/payments")["SecretString"]
    )

    # And the next one is seen by the same function, without a deployment.
    assert make_secret(service.project, NEWER, NAME="payments", PORT=str(service.port)).returncode == 0
    assert status(service, "/items/11111111-1111-4111-8111-111111111111") == 500
    service.wait_for(rf"get-item INFO seen .*{digest(NEWER)}")
    previous = service.client("secretsmanager").get_secret_value(
        SecretId="my-service-dev/payments", VersionStage="AWSPREVIOUS"
    )
    assert previous["SecretString"] == MARKER


def test_a_function_may_not_read_the_secret_of_another(service: Local) -> None:
    since = len(service.shown)
    assert status(service, "/items") == 500
    line = service.wait_for(r"list-items ERROR [\s\S]*PAYMENTS_SECRET_ARN can't be read: AccessDenied\w*", since)[0]
    assert "seen" not in line


def test_it_begins_with_a_value_that_nobody_knows(service: Local) -> None:
    made = service.client("secretsmanager").get_secret_value(SecretId="my-service-dev/mail-provider")["SecretString"]
    assert len(made) == 64


WRONG = {
    "no name": (
        {"NAME": ""},
        "There is no secret '' in my-service-dev: say NAME=… with one of mail-provider, payments.",
    ),
    "another name": ({"NAME": "mail"}, "There is no secret 'mail' in my-service-dev: say NAME=… with one of"),
    "nothing to set": ({"NAME": "payments"}, "There is no value: nothing is changed."),
    "too much": ({"NAME": "payments"}, "The value has more than 65536 bytes: nothing is changed."),
    "another environment": (
        {"NAME": "payments", "ENV": "live"},
        "There is no environment 'live': say ENV=NAME with one",
    ),
    "no service": (
        {"NAME": "payments", "PORT": "1"},
        "Nothing answers on port 1: run `make local` in another terminal.",
    ),
}
TYPED = {"nothing to set": "\n", "too much": "x" * 65537}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_asked_wrongly_is_one_line(service: Local, case: str) -> None:
    words, line = WRONG[case]
    done = make_secret(service.project, TYPED.get(case, MARKER), **{"PORT": str(service.port), **words})
    said = [each for each in done.stderr.splitlines() if not re.match(r"make: \*\*\* \[.*Error \d+$", each)]
    assert done.returncode != 0
    assert len(said) == 1, done.stderr
    assert line in said[0]


def test_without_credentials_aws_is_not_asked(service: Local) -> None:
    env = {**with_node(), "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    env |= {"AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run(
        ["make", "secret", "NAME=payments", "ENV=dev"],
        cwd=service.project,
        env=env,
        input=MARKER,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == "Unable to locate credentials"
    assert MARKER not in done.stdout + done.stderr


def test_what_is_typed_at_a_terminal_is_not_shown(service: Local) -> None:
    command = ["make", "secret", "NAME=mail-provider", f"PORT={service.port}"]
    screen, process = at_a_terminal(command, service.project, with_node())
    shown = ""
    while "which is not shown: " not in shown:
        shown += os.read(screen, 65536).decode()
    os.write(screen, f"{NEWER}\n".encode())
    try:
        while more := os.read(screen, 65536):
            shown += more.decode()
    except OSError:  # the other end is closed
        pass
    os.close(screen)
    assert process.wait(60) == 0
    assert "mail-provider is changed" in shown
    assert NEWER not in shown
    kept = service.client("secretsmanager").get_secret_value(SecretId="my-service-dev/mail-provider")
    assert kept["SecretString"] == NEWER


@pytest.mark.parametrize("iac", ["sam", "cdk"])
def test_a_template_says_nothing_of_values(iac: str, render: Renderer) -> None:
    tool = {"sam": sam, "cdk": cdk}[iac]
    for deployment in tool.deployments(render(secrets=SECRETS, iac=iac)).values():
        resources = deployment.template["Resources"]
        made = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::SecretsManager::Secret"]
        assert [each["GenerateSecretString"] for each in made] == [{"PasswordLength": 64}] * 2
        assert not re.search(r"(?<!Generate)SecretString|resolve:|NoEcho", json.dumps(deployment.template))


@pytest.mark.parametrize(
    "answers", [{"kms": True}, {"runtime": NODE, "iac": "cdk", "ci": "gitlab"}], ids=["SAM", "CDK"]
)
def test_who_looks_for_secrets_in_a_project_finds_none(
    answers: dict[str, Any], render: Renderer, tmp_path: Path
) -> None:
    project = render.copy(tmp_path / "my-service", secrets=SECRETS, supply_chain=True, **answers)
    for arguments in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *arguments], cwd=project, check=True, capture_output=True)
    make(project, "secrets", env=with_node())
