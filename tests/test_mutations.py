"""The rendered project's tests are worth having: each of these breaks makes one of them fail."""

import subprocess
from pathlib import Path

import pytest
from harness.render import Renderer
from harness.verbs import environment, make

pytestmark = pytest.mark.slow

SHARED = "src/my_service/shared"
BREAKS = {
    "creating overwrites": (f"{SHARED}/table.py", '"attribute_not_exists(id)"', '"attribute_not_exists(nothing)"'),
    "any version is replaced": (
        f"{SHARED}/codec.py",
        "#version IN ({', '.join(expected)})",
        "#version > :version0 OR #version <= :version0",
    ),
    "what is not there is replaced": (f"{SHARED}/codec.py", '"#version > :none"', '":none = :none"'),
    "versions stand still": (f"{SHARED}/codec.py", " ADD #version :one", ""),
    "pages begin anew": (f"{SHARED}/table.py", 'question["ExclusiveStartKey"] =', "_ ="),
    "throttling is a failure": (f"{SHARED}/aws.py", '    "ThrottlingException",\n', ""),
    "errors tell what is inside": (
        f"{SHARED}/response.py",
        "request_id, {}, {})\n\n\ndef _problem",
        'request_id, {"detail": "inside"}, {})\n\n\ndef _problem',
    ),
    "exceptions are swallowed": (f"{SHARED}/endpoint.py", "return answer_failure(request_id)", "return Response(200)"),
    "the payload is logged": (f"{SHARED}/endpoint.py", '"answered", ', '"answered", event=event, '),
    "If-Match is not read": (f"{SHARED}/request.py", '"if-match"', '"if-match-not"'),
    "unknown fields pass": (f"{SHARED}/request.py", "if name not in known]", "if name in ()]"),
    "large bodies pass": (f"{SHARED}/request.py", "> MAX_BODY_BYTES", "> 10 * MAX_BODY_BYTES"),
    "page tokens are not checked": (f"{SHARED}/request.py", "if _UUID.fullmatch(record_id) else None", ""),
    "a repeated key creates again": (
        f"{SHARED}/records.py",
        "uuid.uuid5(_KEYS, idempotency_key) if idempotency_key else ",
        "",
    ),
    "a function may do everything": ("template.yaml", "[dynamodb:GetItem]", '["dynamodb:*"]'),
    "a function may touch everything": ("template.yaml", "Resource: !GetAtt ItemsTable.Arn", 'Resource: "*"'),
    "a function does not know its table": (
        "template.yaml",
        "          ITEMS_TABLE_NAME: !Ref ItemsTable\n",
        "          OTHER: x\n",
    ),
    "logs are kept for ever": ("template.yaml", "      RetentionInDays: 30\n", ""),
    "a log group is missing": ("template.yaml", "/aws/lambda/${GetItemFunction}", "/aws/lambda/other"),
    "tables are not protected": ("template.yaml", "!If [IsProduction, true, false]", "false"),
    "tables are not backed up": (
        "template.yaml",
        "PointInTimeRecoveryEnabled: true",
        "PointInTimeRecoveryEnabled: false",
    ),
    "tables are not encrypted": ("template.yaml", "SSEEnabled: true", "SSEEnabled: false"),
    "functions outlive the gateway": ("template.yaml", "Timeout: 15", "Timeout: 60"),
    "functions are not traced": ("template.yaml", "Tracing: Active", "Tracing: PassThrough"),
    "an alarm watches nothing": ("template.yaml", "MetricName: 5xx", "MetricName: 5XXErrors"),
    "another handler is called": ("template.yaml", "handlers.get_item.handler", "handlers.list_items.handler"),
    "a route has another method": ("template.yaml", "Method: PUT", "Method: PATCH"),
    "a function may do something else": ("template.yaml", "[dynamodb:Scan]", "[dynamodb:PutItem]"),
    "every web page may call the API": ("template.yaml", "[!Ref CorsAllowOrigin]", '["*"]'),
    "functions give up before their client": ("template.yaml", "Timeout: 15", "Timeout: 5"),
    "a status is wrong": (f"{SHARED}/response.py", "TooLargeError: (413", "TooLargeError: (400"),
    "reads are stale": (f"{SHARED}/table.py", ", ConsistentRead=True", ""),
    "Location leads elsewhere": (f"{SHARED}/response.py", "{url.rstrip('/')}", "/x{url.rstrip('/')}"),
    "records are logged at debug level": (f"{SHARED}/aws.py", '("boto3", "botocore", "urllib3")', "()"),
    "creations are not counted": ("src/my_service/handlers/create_item.py", 'count("ItemCreated")', "pass"),
    "fields hide the expression's own values": (f"{SHARED}/codec.py", 'f"field{number}"', "name"),
    "an event is missing": ("events/get-item/happy.json", None, None),
}


@pytest.fixture(scope="module")
def project(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = render.copy(tmp_path_factory.mktemp("mutations") / "my-service")
    make(project, "setup", "test", env=environment("3.11", "3.12", "3.13"))
    return project


@pytest.mark.parametrize(("name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(project: Path, name: str, old: str | None, new: str | None) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    if old is None or new is None:
        path.unlink()
    else:
        assert old in text, f"{name} has changed: write the break anew"
        path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        tests = ["tests/infrastructure"] if name == "template.yaml" else ["tests/unit", "tests/integration"]
        command = [".venv/bin/python", "-m", "pytest", "--no-cov", "--exitfirst", "--quiet", "--no-header", *tests]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=300)
    finally:
        path.write_text(text, encoding="utf-8")
    assert done.returncode == 1, f"no test of the project failed\n{done.stdout[-3000:]}"
