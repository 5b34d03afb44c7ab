"""One suite for every runtime: built services are asked the same and answer the same, field by field.

Each scenario says what must be true of an answer, whichever the runtime, and gives what was observed; what is by nature
new in each run is replaced before the runtimes are compared.
"""

import json
import platform
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from harness.answers import EVERYTHING
from harness.render import Renderer
from harness.services import EXAMPLE, Service, built_service
from harness.verbs import interpreter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(platform.system() != "Linux", reason="Lambda's runtime clients run on Linux only"),
]
# How Powertools writes what was raised, from where a line is, and what share of lines is kept: each language in its own
# words.
OF_THE_LANGUAGE = {"location", "sampling_rate", "exception", "exception_name", "stack_trace", "error"}
RUNTIMES = ["python3.13" if interpreter("3.13") else "python3.12", "nodejs24.x"]
NOBODY = "http://127.0.0.1:9"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
SCENARIOS: list[Callable[[Service], Any]] = []

# Where runtimes differ by decision (docs/decisions/typescript.md): the text of a key of the clock, and of what JSON
# parsers and logic that is the user's say in their own words.
VOLATILE = [
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "UUID"),
    (r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "TIME"),
    (r"127\.0\.0\.1:\d+", "HOST"),
    (r"on \w+( \w+ \d+ \d+)?, TIME", "on DAY, TIME"),
]


def scenario(function: Callable[[Service], Any]) -> Callable[[Service], Any]:
    SCENARIOS.append(function)
    return function


def stable(observed: Any) -> Any:
    text = json.dumps(observed, ensure_ascii=False, sort_keys=True)
    for pattern, name in VOLATILE:
        text = re.sub(pattern, name, text)
    return json.loads(text)


def parsed(answer: Any) -> Any:
    """An API's answer with its body as a value; the order of fields is part of it."""
    body = answer["body"]
    return {**answer, "body": list(json.loads(body).items()) if body else ""}


def fields(answer: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(answer["body"])
    return content


def send(service: Service, name: str, event: str = "happy", **changes: Any) -> Any:
    return service.invoke(name, {**service.event(f"{name}/{event}"), **changes})


def with_headers(service: Service, case: str, **headers: str) -> dict[str, Any]:
    """The event's headers and others."""
    return {**service.event(case)["headers"], **{name.replace("_", "-"): value for name, value in headers.items()}}


def stored(service: Service, table: str) -> list[Any]:
    """What a table holds, as JSON has it."""
    items = service.aws.table(table).scan()["Items"]
    return sorted((json.loads(json.dumps(item, default=float)) for item in items), key=lambda item: str(item["id"]))


def marks(service: Service) -> dict[str, Any]:
    """What is remembered as done, with its outcome; None while it is on lease."""
    return {each["id"]: each.get("outcome") for each in stored(service, "idempotency") if each["id"] != EXAMPLE["id"]}


def failed(answer: Any) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def batch_functions(service: Service) -> list[str]:
    return [each["name"] for each in service.model["functions"] if "failed" in each["events"][0]]


def job_functions(service: Service) -> list[str]:
    return [each["name"] for each in service.model["functions"] if "fails" in each["events"][0]]


@scenario
def every_event_of_every_function(service: Service) -> Any:
    answers: dict[str, Any] = {}
    service.aws.reset()
    for function in service.model["functions"]:
        for event in function["events"]:
            service.aws.reset(service.known(function["name"]))
            case = f"{function['name']}/{event['name']}"
            answer = service.invoke(function["name"], service.event(case))
            if "status" in event:
                assert answer["statusCode"] == event["status"], case
                answer = parsed(answer)
                # Signatures are of this second, and the forms' fields stand in an order that S3 does not look at.
                if function["kind"] in ("create_upload", "get_download") and event["status"] < 300:
                    answer["body"] = sorted(dict(answer["body"]))
            elif "failed" in event:
                assert failed(answer) == event["failed"], case
            else:
                assert (answer is not None) == event["fails"], case
                answer = answer and answer["errorType"]
            answers[case] = answer
    return answers


BODIES = {
    "no JSON": "{",
    "nothing": "",
    "null": "null",
    "a list": "[1]",
    "half a surrogate pair": '{"name": "\\ud800"}',
    "a byte order mark": "\ufeff{}",
    "no fields": "{}",
    "an unknown field": '{"name": "a", "colour": "red"}',
    "an unknown field first": '{"colour": "red", "name": 1, "size": {}}',
    "a number for a name": '{"name": 1}',
    "a fraction for a name": '{"name": 1.5}',
    "null for a name": '{"name": null}',
    "true for a name": '{"name": true}',
    "a list for a name": '{"name": ["a"]}',
    "an object for a name": '{"name": {}}',
    "an empty name": '{"name": ""}',
    "the longest name": json.dumps({"name": "\U0001f600" * 100}),
    "a name that is too long": json.dumps({"name": "\U0001f600" * 101}),
    "the longest description": json.dumps({"name": "a", "description": "é" * 1000}),
    "a description that is too long": json.dumps({"name": "a", "description": "é" * 1001}),
    "a number for a description": '{"name": "a", "description": 1}',
    "no description": '{"name": "a", "description": null}',
    "a name twice": '{"name": "a", "name": "b"}',
    "odd letters": json.dumps({"name": '"\\\b\f\n\r\t\u0001\u007f\u2028</script>é漢\U0001f600'}),
    "escapes": '{"name": "\\u00e9\\ud83d\\ude00\\/"}',
}


@scenario
def bodies_are_read_alike(service: Service) -> Any:
    answers = {}
    for title, body in BODIES.items():
        answer = send(service, "create-order", body=body)
        assert answer["statusCode"] in (201, 400), title
        answers[title] = parsed(answer)
    return answers


@scenario
def encoded_bodies_are_read_alike(service: Service) -> Any:
    texts = {"latin": b'{"name": "\xff"}', "UTF-8": '{"name": "é"}'.encode()}
    answers = {
        title: send(service, "create-order", body=b64encode(text).decode(), isBase64Encoded=True)
        for title, text in texts.items()
    }
    assert [answer["statusCode"] for answer in answers.values()] == [400, 201]
    return {title: parsed(answer) for title, answer in answers.items()}


@scenario
def other_media_types_and_large_bodies_are_refused(service: Service) -> Any:
    types = ["", "text/plain", "application/jsonx", "Application/JSON; charset=utf-8"]
    case = "create-order/happy"
    answers = [send(service, "create-order", headers=with_headers(service, case, content_type=each)) for each in types]
    answers.append(send(service, "create-order", body=json.dumps({"name": "a" * 256 * 1024})))
    assert [answer["statusCode"] for answer in answers] == [415, 415, 415, 201, 413]
    return [parsed(answer) for answer in answers]


@scenario
def a_key_creates_once(service: Service) -> Any:
    service.aws.reset()
    answers = [send(service, "create-order", "boundary") for _ in range(2)]
    other = send(service, "create-order", "boundary", body='{"name": "Another"}')
    keys = ["", "a b", "k" * 256, "é"]
    bad = [
        send(service, "create-order", headers=with_headers(service, "create-order/happy", idempotency_key=key))
        for key in keys
    ]
    assert answers[0] == answers[1]
    assert [answer["statusCode"] for answer in [*answers, other, *bad]] == [201, 201, 422, 400, 400, 400, 400]
    # The very same id and fingerprint on every runtime: a service may change its runtime without storing twice.
    (record,) = (each for each in stored(service, "orders") if each["id"] != EXAMPLE["id"])
    return [parsed(answer) for answer in [answers[0], other, *bad]], record["id"][:23] + "…", record["#fingerprint"]


@scenario
def ids_are_read_alike(service: Service) -> Any:
    ids = [UNKNOWN, "first", "A" + UNKNOWN[1:], UNKNOWN + "0", "../secrets"]
    answers = [send(service, "get-order", pathParameters={"id": each}) for each in ids]
    assert [answer["statusCode"] for answer in answers] == [404, 400, 400, 400, 400]
    return [parsed(answer) for answer in answers]


@scenario
def versions_are_respected(service: Service) -> Any:
    observed = []
    tags = ['"1"', "*", '"7"', '"7", "2", "1"', 'W/"1"', "1", '"01"', "nothing"]
    for tag in tags:
        service.aws.reset()
        headers = with_headers(service, "update-order/happy", if_match=tag)
        changed = send(service, "update-order", headers=headers, body='{"name": "Second"}')
        gone = send(service, "delete-order", headers=with_headers(service, "delete-order/happy", if_match=tag))
        observed.append((tag, parsed(changed), parsed(gone)))
    assert [answer["statusCode"] for _, answer, _ in observed] == [200, 200, 412, 200, 412, 412, 412, 412]
    service.aws.reset()
    missing = send(service, "update-order", pathParameters={"id": UNKNOWN})
    again = [send(service, "delete-order", "happy") for _ in range(2)]
    assert [answer["statusCode"] for answer in [missing, *again]] == [404, 204, 404]
    return observed, parsed(missing), [parsed(answer) for answer in again]


@scenario
def replacing_removes_what_is_not_sent(service: Service) -> Any:
    service.aws.reset()
    bodies = ['{"name": "a", "description": "b"}', '{"name": "c", "description": null}', '{"name": "d"}']
    headers = with_headers(service, "update-order/happy", if_match="*")
    answers = [send(service, "update-order", headers=headers, body=body) for body in bodies]
    assert [answer["headers"]["ETag"] for answer in answers] == ['"2"', '"3"', '"4"']
    assert "description" not in fields(answers[-1])
    return [parsed(answer) for answer in answers], stored(service, "orders")


@scenario
def pages_lead_through_all_records(service: Service) -> Any:
    service.aws.reset()
    for _ in range(4):
        send(service, "create-order")
    seen: list[str] = []
    token: dict[str, str] = {}
    for length in (2, 2, 1):
        page = fields(send(service, "list-orders", queryStringParameters={"limit": "2", **token}))
        assert len(page["items"]) == length
        seen += [record["id"] for record in page["items"]]
        token = {"next_token": page["next_token"]} if "next_token" in page else {}
    assert token == {}
    assert len(set(seen)) == 5
    queries = [{"limit": each} for each in ("", "0", "101", "1.5", "ten", "1\n", "\u0663")]
    queries += [{"next_token": each} for each in ("", "x", "é", b64encode(b"items").decode())]
    answers = [send(service, "list-orders", queryStringParameters=query) for query in queries]
    assert {answer["statusCode"] for answer in answers} == {400}
    return [parsed(answer) for answer in answers]


@scenario
def without_aws_the_api_says_try_again(service: Service) -> Any:
    observed = {}
    for name in ("list-orders", "get-order", "update-order", "delete-order", "create-order"):
        with service.function(name, AWS_ENDPOINT_URL=NOBODY) as function:
            answer = function.invoke(service.event(f"{name}/happy"))
        assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "1"), name
        observed[name] = parsed(answer)
    return observed


@scenario
def a_fault_of_our_own_says_nothing_internal(service: Service) -> Any:
    with service.function("get-order", ORDERS_TABLE_NAME="no-such-table") as function:
        answers = [function.invoke(service.event("get-order/happy")), function.invoke({})]
    assert [answer["statusCode"] for answer in answers] == [500, 500]
    assert all(set(fields(answer)) == {"type", "title", "status", "request_id"} for answer in answers)
    return [parsed(answer) for answer in answers]


@scenario
def work_that_is_done_is_not_done_again(service: Service) -> Any:
    service.aws.reset()
    for name in [*batch_functions(service), *job_functions(service)]:
        for _ in range(2):
            service.invoke(name, service.event(f"{name}/happy"))
    done = marks(service)
    assert None not in done.values()
    messages = {queue["name"]: service.aws.messages(queue["name"]) for queue in service.model["sqs_queues"]}
    told = {
        name: [
            (message["Body"], message.get("MessageAttributes"), message["Attributes"].get("MessageGroupId"))
            for message in messages
        ]
        for name, messages in messages.items()
    }
    # Twice delivered, and each link was followed once.
    assert sum(map(len, told.values())) > 0
    records = [[record["name"], record.get("description")] for record in stored(service, "orders")]
    return done, told, sorted(records, key=str)


@scenario
def with_too_little_time_nothing_is_begun(service: Service) -> Any:
    service.aws.reset()
    observed = {}
    for name in batch_functions(service):
        answer = service.invoke(name, service.event(f"{name}/several"), remaining_ms=10_000)
        observed[name] = failed(answer)
        assert len(observed[name]) == len(service.event(f"{name}/several")["Records"]), name
    assert marks(service) == {}
    return observed


@scenario
def without_aws_all_work_comes_again(service: Service) -> Any:
    observed: dict[str, Any] = {}
    for name in ("process-emails", "process-invoices", "on-items-changed", "consume-clicks"):
        with service.function(name, AWS_ENDPOINT_URL=NOBODY) as function:
            observed[name] = failed(function.invoke(service.event(f"{name}/several")))
        assert len(observed[name]) == len(service.event(f"{name}/several")["Records"]), name
    for name in ("on-order-shipped", "heartbeat", "process-documents-upload"):
        with service.function(name, AWS_ENDPOINT_URL=NOBODY) as function:
            answer = function.invoke(service.event(f"{name}/happy"))
        assert answer["errorType"] == "UnavailableError", name
        observed[name] = answer["errorMessage"]
    return observed


@scenario
def a_lost_table_of_marks_lets_nothing_be_done(service: Service) -> Any:
    service.aws.reset()
    with service.function("process-emails", IDEMPOTENCY_TABLE_NAME="no-such-table") as function:
        answer = function.invoke(service.event("process-emails/several"))
    assert len(failed(answer)) == len(service.event("process-emails/several")["Records"])
    return failed(answer), stored(service, "orders")


def record_of(service: Service, name: str, body: str) -> Any:
    """The function's event with its first record alone, which has another content."""
    event = service.event(f"{name}/several")
    (record, *_) = event["Records"]
    if "kinesis" in record:
        record["kinesis"]["data"] = b64encode(body.encode()).decode()
    else:
        record["body"] = body
    return {"Records": [record]}


MESSAGES = [
    "",
    "{",
    "null",
    "[]",
    '{"name": ""}',
    '{"name": 1}',
    "{}",
    '{"name": "a", "description": 1}',
    '{"name": "\\ud800"}',
    json.dumps({"name": "a" * 101}),
    json.dumps({"name": "\U0001f600" * 100, "unknown": [1], "description": None}),
]


@scenario
def contents_of_messages_are_read_alike(service: Service) -> Any:
    observed = {}
    for name in ("process-audit", "consume-clicks"):
        for number, body in enumerate(MESSAGES):
            service.aws.reset()
            fails = bool(failed(service.invoke(name, record_of(service, name, body))))
            assert fails == (number < len(MESSAGES) - 1), body
            observed[f"{name} {body[:40]}"] = fails
    return observed


@scenario
def a_sender_may_repeat_a_message(service: Service) -> Any:
    service.aws.reset()
    event = service.event("process-audit/several")
    for record in event["Records"]:
        record["messageAttributes"] = {"idempotency-key": {"stringValue": "order-1", "dataType": "String"}}
    assert failed(service.invoke("process-audit", event)) == []
    assert set(marks(service)) == {"process-audit#order-1"}
    return marks(service)


@scenario
def another_invocation_has_the_lease(service: Service) -> Any:
    service.aws.reset()
    event = service.event("process-invoices/two-groups")
    first = event["Records"][0]["messageId"]
    times = {"leased_until": 4_000_000_000, "expires_at": 4_000_000_000}
    lease: dict[str, Any] = {"id": f"process-invoices#{first}", "lease": "x", **times}
    service.aws.table("idempotency").put_item(Item=lease)
    answer = service.invoke("process-invoices", event)
    assert first in failed(answer)
    lease |= {"leased_until": 1}
    service.aws.table("idempotency").put_item(Item=lease)
    again = service.invoke("process-invoices", {"Records": event["Records"][:1]})
    assert failed(again) == []
    return failed(answer), marks(service)


@scenario
def files_pass_through_with_their_type(service: Service) -> Any:
    service.aws.reset()
    s3, bucket = service.aws.client("s3"), "documents"
    content = bytes(range(256)) * 4096 * 20
    observed = {}
    for key in ("incoming/large", "incoming/a b/é漢+&.txt", "incoming/empty"):
        body = b"" if key.endswith("empty") else content
        s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/pdf")
        event = service.event("process-documents-upload/happy")
        event["detail"]["object"] |= {"key": key, "sequencer": "1"}
        answer = service.invoke("process-documents-upload", event)
        observed[key] = answer and (answer["errorType"], answer["errorMessage"])
        if body:
            made = s3.get_object(Bucket=bucket, Key=key.replace("incoming/", "processed/"))
            assert (made["Body"].read() == content, made["ContentType"]) == (True, "application/pdf")
    assert observed["incoming/empty"][0] == "InvalidError"
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="processed/empty")
    return observed, marks(service)


@scenario
def permits_are_what_s3_takes(service: Service) -> Any:
    service.aws.reset()
    permit = fields(send(service, "create-documents-upload"))
    policy = json.loads(b64decode(next(value for name, value in permit["fields"].items() if name.lower() == "policy")))
    conditions = [each for each in policy["conditions"] if isinstance(each, list) or "Content-Type" in each]
    # The SDK for JavaScript writes other letters large, and names the bucket, too.
    names = sorted({name.lower() for name in permit["fields"]} - {"bucket"})
    download = fields(send(service, "get-documents-download"))
    url = urlsplit(download["url"])
    query = dict(parse_qsl(url.query))
    assert (url.path, query["response-content-disposition"]) == (f"/documents/processed/{EXAMPLE['id']}", "attachment")
    assert query["X-Amz-Expires"] == str(download["expires_in"])
    return sorted(permit), permit["expires_in"], names, sorted(conditions, key=str), sorted(download)


@scenario
def one_id_is_in_all_logs_from_a_request_to_queue_and_stream(service: Service) -> Any:
    service.aws.reset()
    event = service.event("create-item/happy")
    request = event["requestContext"]["requestId"]
    service.invoke("create-item", event)
    (sent,) = service.aws.messages("emails")
    assert sent["MessageAttributes"]["correlation-id"]["StringValue"] == request
    (item,) = [each for each in stored(service, "items") if each["id"] != EXAMPLE["id"]]
    assert item["#correlation"] == request

    message = service.event("process-emails/happy")
    told = {"correlation-id": {"stringValue": request, "dataType": "String"}}
    message["Records"] = [{**message["Records"][0], "messageAttributes": told}]
    change = service.event("on-items-changed/happy")
    change["Records"] = change["Records"][:1]
    change["Records"][0]["dynamodb"]["NewImage"]["#correlation"] = {"S": request}
    for name, delivered in (("process-emails", message), ("on-items-changed", change)):
        assert failed(service.invoke(name, delivered)) == []
        logged = service.logged(name)[-1]
        ids = (
            delivered["Records"][0].get("messageId"),
            delivered["Records"][0].get("dynamodb", {}).get("SequenceNumber"),
        )
        assert (logged["correlation_id"], logged["record_id"] in ids) == (request, True)
    # What process-emails stores is of the same request, and so are the changes that a stream would tell of it.
    assert request in [order.get("#correlation") for order in stored(service, "orders")]
    names = ("create-item", "process-emails", "on-items-changed")
    return {name: sorted(service.logged(name)[-1].keys() - OF_THE_LANGUAGE) for name in names}


@scenario
def logs_have_the_same_fields(service: Service) -> Any:
    """Of each kind of line, success or failure, in each kind of function."""
    service.aws.reset()
    observed: dict[str, Any] = {}
    for function in service.model["functions"]:
        before = {}
        for event in function["events"]:
            service.invoke(function["name"], service.event(f"{function['name']}/{event['name']}"))
            before = {each["message"]: each for each in service.logged(function["name"])}
        observed[function["name"]] = {
            message: sorted(each.keys() - OF_THE_LANGUAGE) for message, each in sorted(before.items())
        }
    return observed


@pytest.mark.parametrize("api", ["http", "rest"])
def test_all_runtimes_answer_the_same(api: str, render: Renderer, tmp_path: Path) -> None:
    observed: dict[str, dict[str, Any]] = {}
    for runtime in RUNTIMES:
        answers = {"runtime": runtime, "api": api, **EVERYTHING}
        with built_service(render, tmp_path / runtime, answers) as service:
            observed[runtime] = {each.__name__: stable(each(service)) for each in SCENARIOS}
    first, *others = RUNTIMES
    for runtime in others:
        for each in SCENARIOS:
            assert observed[runtime][each.__name__] == observed[first][each.__name__], f"{each.__name__} on {runtime}"
