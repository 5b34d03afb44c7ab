"""The whole service on its owner's machine: `make local`, `send`, `open` and `e2e` of rendered projects."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from harness.answers import EVERYTHING, JWT
from harness.installed import with_node
from harness.locally import NODE, PATIENCE_SECONDS, PYTHON, Local, opened
from harness.render import Renderer
from harness.verbs import make
from test_structure import OPERATIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found by /proc"),
]

SMALL = {"queues": "emails", "runtime": PYTHON, "iac": "sam"}
# What the emulator does not know, of which each has to be left out.
SEEN = {"dashboard": True, "alarm_email": "alarms@example.com", "monthly_budget": "25"}
VARIANTS: dict[str, dict[str, Any]] = {
    "SAM in Python": {"runtime": PYTHON, "iac": "sam", "api": "http", **SEEN},
    "SAM in TypeScript behind a REST API, with all of operations": {
        "runtime": NODE,
        "iac": "sam",
        "api": "rest",
        **OPERATIONS,
        **JWT,
        "vpc": "new",
    },
    "the CDK in Python, with all of operations": {
        "runtime": PYTHON,
        "iac": "cdk",
        "api": "http",
        **{name: answer for name, answer in OPERATIONS.items() if name != "waf"},
        "auth": "cognito",
    },
    "the CDK in TypeScript": {"runtime": NODE, "iac": "cdk", "api": "http"},
}
NO_ORDER, NEEDS_AWS = "its queue has no order", "The emulator does not do this: it needs AWS."


@pytest.mark.parametrize("answers", VARIANTS.values(), ids=VARIANTS)
def test_a_service_with_everything_passes_its_own_end_to_end_tests(
    render: Renderer, tmp_path: Path, answers: dict[str, Any]
) -> None:
    project = opened(render, tmp_path, **EVERYTHING, **answers)
    shown = make(project, "e2e", env={**with_node(), "PYTEST_ADDOPTS": "-rs"})
    assert " passed" in shown
    skipped: Counter[str] = Counter()
    for number, reason in re.findall(r"^SKIPPED \[(\d+)\] [^ ]+ (.*)$", shown, flags=re.MULTILINE):
        skipped[reason] += int(number)
    # Two queues have no order; MiniStack has not what a REST API of SAM or the CDK answers to pages of other origins.
    assert skipped == {NO_ORDER: 2, **({NEEDS_AWS: 4} if answers["api"] == "rest" else {})}


@pytest.fixture(scope="module")
def service(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """A service with everything, as its owner runs it while working on it: one for each worker of the tests."""
    project = opened(render, tmp_path_factory.mktemp("local"), **EVERYTHING, **VARIANTS["SAM in Python"])
    with Local(project, "WATCH=1") as local:
        yield local.ready()


def test_it_shows_its_progress_its_url_and_what_the_functions_log(service: Local) -> None:
    assert re.search(r"Building\.\n.*Deploying\.\n", service.shown)
    url = api(service)
    assert f"curl -i -X POST {url}/items -H" in service.shown
    assert make(service.project, "open", f"PORT={service.port}", env=with_node()).strip() in service.shown
    since = len(service.shown)
    status, _ = post(url, "/items", {"name": "First"})
    assert status == 201
    service.wait_for(r"\d\d:\d\d:\d\d create-item INFO answered .*status=201", since)


# Whom an event is sent to, and who tells that it is done.
SENDS = {
    "create-item": r"create-item INFO answered .*status=201",
    "items": "on-items-changed INFO worked through .*done=[1-9] failed=0",
    "emails": "process-emails INFO worked through .*done=[1-9] failed=0",
    "invoices": "process-invoices INFO worked through .*done=[1-9] failed=0",
    "order-placed": "process-audit INFO worked through .*done=[1-9] failed=0",
    "clicks": "consume-clicks INFO worked through .*done=[1-9] failed=0",
    "on-order-shipped": "on-order-shipped INFO done",
    "nightly-cleanup": "nightly-cleanup INFO done",
    "process-documents-upload": "process-documents-upload INFO done",
}


@pytest.mark.parametrize("to", SENDS)
def test_an_event_is_sent_to(service: Local, to: str) -> None:
    since = len(service.shown)
    make(service.project, "send", f"TO={to}", "EVENT=happy", f"PORT={service.port}", env=with_node())
    service.wait_for(SENDS[to], since)


def test_what_is_asked_of_a_running_service_wrongly_is_one_line(service: Local) -> None:
    port = f"PORT={service.port}"
    known = "TO is one of consume-clicks, create-documents-upload, "
    for arguments, line in {
        ("send", port, "TO=nobody", "EVENT=happy"): f"There is no 'nobody': {known}",
        ("send", port): f"There is no '': {known}",
        ("send", port, "TO=emails", "EVENT=glad"): "process-emails has no event 'glad': EVENT is one of duplicate, ",
        ("send", port, "TO=emails", "EVENT=happy", "ENV=live"): "There is no environment 'live': say ENV=NAME",
        ("local", port): f"Port {service.port} is in use: say another one, like PORT=4567.",
    }.items():
        fails_in_one_line(service.project, *arguments, line=line)


def test_500_requests_20_at_once_are_each_answered_and_stored_once(service: Local) -> None:
    url, load = api(service), uuid.uuid4().hex
    begun = time.monotonic()
    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(lambda each: post(url, "/orders", {"name": f"{load} {each}"}), range(500)))
    report("500 requests", begun)
    assert Counter(status for status, _ in answers) == {201: 500}
    stored = [item for item in service.items("OrdersTable") if item["name"]["S"].startswith(load)]
    assert Counter(item["name"]["S"] for item in stored) == {f"{load} {each}": 1 for each in range(500)}
    assert {item["id"]["S"] for item in stored} == {record["id"] for _, record in answers}


def test_of_1000_messages_990_are_done_once_and_10_that_are_poison_put_aside(service: Local) -> None:
    sqs = service.client("sqs")
    queue, dead_letters = service.resource("EmailsQueue"), service.resource("EmailsDeadLetterQueue")
    # What fails comes again after seconds, instead of minutes; a batch has to be done until then.
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "12"})
    load, since, begun = uuid.uuid4().hex, len(service.shown), time.monotonic()
    bodies = [json.dumps({"name": f"{load} {each}"}) if each % 100 else f'{{"name": "{load}' for each in range(1000)]
    with ThreadPoolExecutor(5) as senders:
        sent = dict(each for part in senders.map(lambda tens: send(sqs, queue, tens), tens(bodies)) for each in part)
    good = {message for message, body in sent.items() if body.endswith("}")}
    assert (len(good), len(sent)) == (990, 1000)
    put_aside: Counter[str] = Counter()
    while not (good <= done(service, "process-emails") and put_aside.total() >= 10):
        assert time.monotonic() < begun + 240, (len(good - done(service, "process-emails")), put_aside)
        put_aside.update(taken(sqs, dead_letters))
        time.sleep(1)
    report("1000 messages", begun)
    assert put_aside == dict.fromkeys(sent.keys() - good, 1)
    assert not done(service, "process-emails") & put_aside.keys()
    assert is_empty(sqs, queue)
    # Each message has ordered once what it speaks of, and each was worked on just once.
    assert Counter(
        item["name"]["S"] for item in service.items("OrdersTable") if item["name"]["S"].startswith(load)
    ) == {f"{load} {each}": 1 for each in range(1000) if each % 100}
    worked = re.findall(r"process-emails INFO worked through .*done=(\d+)", service.shown[since:])
    assert sum(map(int, worked)) == 990


def api(service: Local) -> str:
    return service.wait_for(r"the API is (http://127\.0\.0\.1:\d+\S+)\. Ctrl-C stops it")[1]


def post(url: str, path: str, body: Any) -> tuple[int, Any]:
    headers = {"content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
    request = Request(url + path, json.dumps(body).encode(), headers)  # noqa: S310 -- it is our own
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        return answer.status, json.load(answer)


def get(url: str, path: str) -> Any:
    with urlopen(url + path, timeout=60) as answer:  # noqa: S310 -- it is our own
        return json.load(answer)


def tens(bodies: list[str]) -> list[list[str]]:
    return [bodies[start : start + 10] for start in range(0, len(bodies), 10)]


def send(sqs: Any, queue: str, bodies: list[str]) -> list[tuple[str, str]]:
    """Send at most ten messages, and give their ids, each with its body."""
    entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies)]
    sent = sqs.send_message_batch(QueueUrl=queue, Entries=entries)["Successful"]
    return [(each["MessageId"], bodies[int(each["Id"])]) for each in sent]


def taken(sqs: Any, queue: str) -> list[str]:
    """The ids of messages that are there, which are taken out."""
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for message in found:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [message["MessageId"] for message in found]


def is_empty(sqs: Any, queue: str) -> bool:
    kinds = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return set(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=kinds)["Attributes"].values()) == {"0"}


def done(service: Local, function: str) -> set[str]:
    """The keys of what a function has done."""
    return set(marks(service, function))


def marks(service: Local, function: str) -> dict[str, dict[str, Any]]:
    """The marks of what a function has done, by its keys: they stand in the idempotency table."""
    found = {item["id"]["S"]: item for item in service.items("IdempotencyTable") if "outcome" in item}
    return {key.partition("#")[2]: mark for key, mark in found.items() if key.startswith(f"{function}#")}


def report(what: str, begun: float) -> None:
    sys.stderr.write(f"  {what}: {time.monotonic() - begun:.0f} s\n")


# What is taken from which function, and the test that notices it. A round's breaks do not get in each other's way.
ITEMS = "tests/e2e/test_api.py::test_{}[items]"
UPLOAD = "tests/e2e/test_uploads.py::test_a_file_is_processed_once[{}/uploads]"
QUEUE = "tests/e2e/test_queues.py::test_a_message_is_done[{}]"
ORDER = "tests/e2e/test_api.py::test_a_record_lives[orders]"
TABLE_STREAM = (
    "tests/e2e/test_table_streams.py::test_a_change_is_followed_and_what_the_function_writes_is_not[on-items-changed]"
)
KINESIS = "tests/e2e/test_kinesis_streams.py::test_records_are_done[consume-clicks]"
EVENT = "tests/e2e/test_events.py::test_an_event_is_done_and_no_other[on-order-shipped]"
SCHEDULE = "tests/e2e/test_schedules.py::test_a_run_is_done_once[{}]"
MARKS = "!GetAtt IdempotencyTable.Arn"
Break = tuple[str, str | None, str]
ROUNDS: dict[str, list[Break]] = {
    "listing": [
        ("ListItems", None, ITEMS.format("pages_hold_each_record_once")),
        ("ProcessEmails", MARKS, QUEUE.format("process-emails")),
        ("NightlyCleanup", None, SCHEDULE.format("nightly-cleanup")),
    ],
    "creating": [
        ("CreateItem", None, ITEMS.format("a_repeated_request_creates_one_record")),
        ("ProcessEmails", "!GetAtt OrdersTable.Arn", QUEUE.format("process-emails")),
        ("CreateDocumentsUpload", None, UPLOAD.format("documents")),
    ],
    "reading": [
        ("GetItem", None, ITEMS.format("who_has_an_old_version_changes_nothing")),
        ("Heartbeat", "!Ref PaidTopic", SCHEDULE.format("heartbeat")),
        ("OnOrderShipped", "!GetAtt AuditQueue.Arn", EVENT),
        ("ProcessInvoices", None, QUEUE.format("process-invoices")),
    ],
    "replacing": [
        ("UpdateItem", None, ITEMS.format("a_record_lives")),
        ("OnItemsChanged", "!GetAtt EmailsQueue.Arn", TABLE_STREAM),
        ("ProcessDocumentsUpload", "!Sub ${DocumentsBucket.Arn}/incoming/*", UPLOAD.format("documents")),
    ],
    "deleting": [
        ("DeleteItem", None, ITEMS.format("a_record_lives")),
        ("ConsumeClicks", "!GetAtt OrdersTable.Arn", KINESIS),
        ("GetDocumentsDownload", None, UPLOAD.format("documents")),
    ],
}


@pytest.fixture(scope="module")
def broken(render: Renderer, tmp_path_factory: pytest.TempPathFactory, service: Local) -> Path:
    """Another copy of the running service's project, to be broken."""
    project = opened(render, tmp_path_factory.mktemp("broken"), **EVERYTHING, **VARIANTS["SAM in Python"])
    (project / ".local").mkdir()
    (project / ".local" / "dist").symlink_to(service.project / ".local" / "dist")
    return project


@pytest.mark.parametrize("breaks", ROUNDS.values(), ids=ROUNDS)
def test_a_missing_permission_is_noticed(service: Local, broken: Path, breaks: list[Break]) -> None:
    template = broken / "template.yaml"
    text = template.read_text(encoding="utf-8")
    changed = text
    for function, resource, _ in breaks:
        changed = without_permission(changed, f"{function}Function", resource)
    template.write_text(changed, encoding="utf-8")
    expected = {test for _, _, test in breaks}
    begun = time.monotonic()
    try:
        service.redeploy(broken)
        failing = service.failing(broken, [*sorted(expected), ORDER], seconds=8)
    finally:
        template.write_text(text, encoding="utf-8")
        service.redeploy(broken)
    report(f"{len(breaks)} missing permissions", begun)
    # What nothing was taken from goes on.
    assert failing == expected


def test_a_change_is_deployed_and_what_is_broken_is_not(service: Local) -> None:
    handler = service.project / "src" / "my_service" / "handlers" / "list_items.py"
    text = handler.read_text(encoding="utf-8")
    url = api(service)
    since = len(service.shown)
    changed = text + '\n\nprint("This line is new.")\n'
    handler.write_text(changed, encoding="utf-8")
    service.wait_for(r"\d\d Ready\.\n", since, 120)
    get(url, "/items")
    service.wait_for(r"list-items This line is new\.", since)
    since = len(service.shown)
    handler.write_text("def handler(:\n", encoding="utf-8")
    told = service.wait_for(r".*What was deployed before goes on\.", since, 120)
    assert "list_items.py" in service.shown[since:]
    assert "Traceback" not in service.shown[since:], told
    get(url, "/items")
    since = len(service.shown)
    handler.write_text(text, encoding="utf-8")
    service.wait_for(r"\d\d Ready\.\n", since, 120)


def without_permission(template: str, function: str, resource: str | None) -> str:
    """SAM's template without what a function may do to a resource, or without anything it may do."""
    (start,) = [match.end() for match in re.finditer(rf"^  {function}:\n", template, flags=re.MULTILINE)]
    length = template[start:].index("\n\n")
    own = template[start : start + length]
    what = r"      Policies:\n(?: {8}.*\n)+"
    if resource:
        what = rf" +- Effect: Allow\n +Action: .*\n +Resource: {re.escape(resource)}\n"
    changed, count = re.subn(what, "", own)
    assert count == 1, f"{function} has changed: write the break anew"
    return template[:start] + changed + template[start + length :]


CDK_BREAKS = {
    "getItem.use(itemsTable, 'dynamodb:GetItem')": "getItem.use(itemsTable, 'dynamodb:Scan')",
    "deleteItem.use(itemsTable, 'dynamodb:DeleteItem')": "deleteItem.use(itemsTable, 'dynamodb:Scan')",
}


def test_a_missing_permission_of_the_cdk_is_noticed(render: Renderer, tmp_path: Path) -> None:
    project = opened(render, tmp_path, **{**SMALL, "runtime": NODE, "iac": "cdk"})
    tests = [ITEMS.format("a_record_lives"), QUEUE.format("process-emails")]
    with Local(project) as local:
        local.ready()
        assert local.failing(project, tests, seconds=60) == set()
        service = project / "infra" / "service.ts"
        text = service.read_text(encoding="utf-8")
        for old, new in CDK_BREAKS.items():
            assert old in text, f"{service.name} has changed: write the break anew"
            text = text.replace(old, new)
        service.write_text(text, encoding="utf-8")
        local.redeploy(project)
        assert local.failing(project, tests, seconds=60) == {tests[0]}


def test_ctrl_c_in_the_middle_of_200_messages_loses_none_and_leaves_nothing(render: Renderer, tmp_path: Path) -> None:
    project = opened(render, tmp_path, **SMALL)
    # Whoever is stopped at its work keeps it to itself for the function's time, which is shorter here.
    template = project / "template.yaml"
    text = template.read_text(encoding="utf-8")
    assert "Timeout: 60\n" in text, "template.yaml has changed: write the change anew"
    template.write_text(text.replace("Timeout: 60\n", "Timeout: 30\n"), encoding="utf-8")
    with Local(project, "KEEP=1") as local:
        sqs = local.ready().client("sqs")
        queue = local.resource("EmailsQueue")
        # What is taken back by the stop comes again after seconds, instead of minutes.
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "12"})
        bodies = [json.dumps({"name": f"Message {each}"}) for each in range(200)]
        sent = {message for part in tens(bodies) for message, _ in send(sqs, queue, part)}
        begun = time.monotonic()
        while len(before := marks(local, "process-emails")) < 20:
            assert time.monotonic() < begun + 60, "nothing is done"
            time.sleep(0.1)
        assert ".emulator/bin/ministack" in " ".join(local.processes().values())
        assert "_worker.py" in " ".join(local.processes().values())
        local.signal(signal.SIGINT)
        assert local.end() in {0, -signal.SIGINT}  # `make` ends by the signal itself
        assert "Stopped." in local.shown
        assert "Traceback" not in local.shown
        assert local.is_gone()
    assert len(before) < 200, "it was too fast to be stopped in the middle"
    with Local(project, "KEEP=1", port=local.port) as again:
        again.ready()
        begun = time.monotonic()
        while not sent <= done(again, "process-emails"):
            assert time.monotonic() < begun + 120, f"{len(sent - done(again, 'process-emails'))} messages are lost"
            time.sleep(0.5)
        assert done(again, "process-emails") == sent
        assert is_empty(again.client("sqs"), again.resource("EmailsQueue"))
        # Each time that something is done has a mark with a time of its own.
        after = marks(again, "process-emails")
        assert {key: after[key] for key in before} == before


def test_it_ends_with_whatever_started_it(render: Renderer, tmp_path: Path) -> None:
    project = opened(render, tmp_path, **{**SMALL, "queues": ""})
    # The program itself, make, and the terminal: killed, killed, closed.
    for end in (kill_the_program, kill_make, close_the_terminal):
        with Local(project) as local:
            local.ready()
            assert not local.is_gone()
            end(local)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not local.is_gone():
                assert time.monotonic() < deadline, f"{end.__name__}: {local.processes()}"
                time.sleep(0.1)


def kill_the_program(local: Local) -> None:
    os.kill(local.program(), signal.SIGKILL)


def kill_make(local: Local) -> None:
    os.kill(local.make(), signal.SIGKILL)


def close_the_terminal(local: Local) -> None:
    local.signal(signal.SIGHUP)


BROKEN_TEMPLATES = {
    "no YAML": ("Resources:\n", "Resources: {\n", "template.yaml is no YAML: "),
    "an event of no kind": ("Type: HttpApi\n", "Type: HttpApis\n", "template.yaml can't be deployed: "),
    "a reference to nothing": (
        "!GetAtt ItemsTable.Arn",
        "!GetAtt NoTable.Arn",
        "The template refers to NoTable, which it does not have.",
    ),
    "a package that is not built": ("CodeUri: dist/get-item", "CodeUri: dist/got-item", "There is no dist/got-item"),
}


@pytest.mark.parametrize(("old", "new", "line"), BROKEN_TEMPLATES.values(), ids=BROKEN_TEMPLATES)
def test_a_broken_template_is_one_line(render: Renderer, tmp_path: Path, old: str, new: str, line: str) -> None:
    project = opened(render, tmp_path, **SMALL)
    template = project / "template.yaml"
    text = template.read_text(encoding="utf-8")
    assert old in text, "template.yaml has changed: write the break anew"
    template.write_text(text.replace(old, new), encoding="utf-8")
    fails_in_one_line(project, "local", "PORT=0", line=line)


CDK_CODE = {
    PYTHON: ("infra/service.py", '\nraise RuntimeError("It is broken.")\n', "RuntimeError: It is broken."),
    NODE: ("infra/service.ts", '\nthrow new Error("It is broken.");\n', "Error: It is broken."),
}


@pytest.mark.parametrize("runtime", CDK_CODE)
def test_an_exception_of_the_cdks_code_is_one_line(render: Renderer, tmp_path: Path, runtime: str) -> None:
    project = opened(render, tmp_path, **{**SMALL, "runtime": runtime, "iac": "cdk"})
    name, code, line = CDK_CODE[runtime]
    with (project / name).open("a", encoding="utf-8") as file:
        file.write(code)
    fails_in_one_line(project, "local", "PORT=0", line=line)


@pytest.mark.parametrize("runtime", [PYTHON, NODE])
def test_what_is_missing_is_one_line(render: Renderer, tmp_path: Path, runtime: str) -> None:
    project = render(**{**SMALL, "runtime": runtime})
    for verb in ("local", "e2e", "open", "send"):
        fails_in_one_line(project, verb, line="Nothing is installed yet: run make setup.")
    installed = opened(render, tmp_path, **{**SMALL, "runtime": runtime})
    nowhere = ("PORT=1",)
    for arguments in (("open", *nowhere), ("send", *nowhere, "TO=get-item", "EVENT=happy")):
        fails_in_one_line(
            installed, *arguments, line="Nothing answers on port 1: run `make local` in another terminal."
        )
    for verb in ("local", "e2e", "open", "send"):
        fails_in_one_line(installed, verb, "ENV=live", line="There is no environment 'live': say ENV=NAME with one of")


def fails_in_one_line(project: Path, *arguments: str, line: str) -> None:
    """A verb fails, and all that it says besides its progress and what make adds is a line."""
    done = subprocess.run(
        ["make", *arguments],
        cwd=project,
        env=with_node(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = [each for each in done.stderr.splitlines() if each and not re.match(r"make: \*\*\* \[.*Error \d+$", each)]
    assert done.returncode != 0
    assert len(said) == 1, done.stdout + done.stderr
    assert line in said[0], said[0]
    assert "Traceback" not in done.stdout, done.stdout
