"""The rendered project's tests are worth having: each of these breaks makes one of them fail."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harness.answers import EVERYTHING
from harness.breaks import Breakable, Outcome, broken
from harness.render import Renderer
from harness.verbs import environment, make
from test_equality import PROTECTED

pytestmark = pytest.mark.slow

SHARED = "src/my_service/shared"
CODE = ("tests/unit", "tests/integration")
INFRASTRUCTURE = ("samconfig.toml", "template.yaml")
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
    "deep nesting is a crash": (f"{SHARED}/request.py", ", RecursionError", ""),
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
    "logs are kept for ever": ("template.yaml", "      RetentionInDays: !Ref LogRetentionDays\n", ""),
    "a log group is missing": ("template.yaml", "/aws/lambda/${GetItemFunction}", "/aws/lambda/other"),
    "tables are not protected": ("template.yaml", "!If [ProtectsTables, true, false]", "false"),
    "production is not protected": ("samconfig.toml", "DeletionProtection=enabled", "DeletionProtection=disabled"),
    "an alarm goes off at the same number everywhere": ("template.yaml", "!Ref AlarmApiErrorPercent", "5.5"),
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

# The same of a service with every trigger.
TRIGGER_BREAKS = {
    "a queue has no dead-letter queue": (
        "template.yaml",
        "      RedrivePolicy:\n        deadLetterTargetArn: !GetAtt AuditDeadLetterQueue.Arn\n        maxR",
        "      Other:\n        maxR",
    ),
    "two queues share a dead-letter queue": (
        "template.yaml",
        "!GetAtt AuditDeadLetterQueue.Arn",
        "!GetAtt EmailsDeadLetterQueue.Arn",
    ),
    "a dead-letter queue takes from any queue": (
        "template.yaml",
        "redrivePermission: byQueue",
        "redrivePermission: allowAll",
    ),
    "dead-letter queues forget early": (
        "template.yaml",
        "MessageRetentionPeriod: 1209600",
        "MessageRetentionPeriod: 345600",
    ),
    "a queue may take all the account's concurrency": (
        "template.yaml",
        "MaximumConcurrency: !Ref QueueConcurrency",
        "MaximumConcurrency: 1000",
    ),
    "nobody hears of the first message that is left over": ("template.yaml", "!Ref AlarmDeadLetters", "10"),
    "a stream falls behind by seconds, not milliseconds": (
        "template.yaml",
        "${AlarmAgeSeconds}000",
        "${AlarmAgeSeconds}",
    ),
    "a message comes again while it is worked on": ("template.yaml", "VisibilityTimeout: 361", "VisibilityTimeout: 60"),
    "one bad record fails its batch": (
        "template.yaml",
        "            FunctionResponseTypes: [ReportBatchItemFailures]\n",
        "",
    ),
    "queues are not encrypted": ("template.yaml", "SqsManagedSseEnabled: true", "SqsManagedSseEnabled: false"),
    "queues take what is not encrypted on its way": (
        "template.yaml",
        (
            'Action: sqs:*\n            Resource: "*"\n            Condition:\n              Bool:\n'
            "                aws:SecureTransport: false"
        ),
        (
            'Action: sqs:*\n            Resource: "*"\n            Condition:\n              Bool:\n'
            "                aws:SecureTransport: true"
        ),
    ),
    "a topic may not write to its queues": ("template.yaml", "                  - !Ref OrderPlacedTopic\n", ""),
    "nobody hears of what is left over": (
        "template.yaml",
        "MetricName: ApproximateNumberOfMessagesVisible",
        "MetricName: ApproximateNumberOfMessagesDelayed",
    ),
    "nobody hears of workers that crash": ("template.yaml", "MetricName: Errors", "MetricName: Throttles"),
    "nobody hears of a queue that fills up": (
        "template.yaml",
        "MetricName: ApproximateAgeOfOldestMessage",
        "MetricName: NumberOfMessagesSent",
    ),
    "nobody hears of a stream that falls behind": ("template.yaml", "MetricName: IteratorAge", "MetricName: Duration"),
    "messages arrive in SNS's wrapping": ("template.yaml", "RawMessageDelivery: true", "RawMessageDelivery: false"),
    "topics are not encrypted": ("template.yaml", "      KmsMasterKeyId: alias/aws/sns\n", ""),
    "a bad record holds up its shard with all of its batch": (
        "template.yaml",
        "BisectBatchOnFunctionError: true",
        "BisectBatchOnFunctionError: false",
    ),
    "a bad record holds up its shard for ever": (
        "template.yaml",
        "MaximumRecordAgeInSeconds: 43200",
        "MaximumRecordAgeInSeconds: -1",
    ),
    "what a stream gives up is lost": (
        "template.yaml",
        (
            "            DestinationConfig:\n              OnFailure:\n                Type: SQS\n"
            "                Destination: !GetAtt ConsumeClicksDeadLetterQueue.Arn\n"
        ),
        "",
    ),
    "the filter lets own writes pass": ("template.yaml", "${OnItemsChangedFunction}", "other"),
    "streams leave out what was before": ("template.yaml", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"),
    "a rule hears everything": ("template.yaml", "              source: [shop.orders]\n", ""),
    "what a rule can't deliver is lost": (
        "template.yaml",
        "            DeadLetterConfig:\n              Arn: !GetAtt OnOrderShippedDeadLetterQueue.Arn\n",
        "",
    ),
    "what a job can't do is lost": (
        "template.yaml",
        (
            "        DestinationConfig:\n          OnFailure:\n            Type: SQS\n"
            "            Destination: !GetAtt HeartbeatDeadLetterQueue.Arn\n"
        ),
        "",
    ),
    "the clock can't be stopped": ("template.yaml", "State: !Ref Schedules", "State: ENABLED"),
    "every run has the same time": ("template.yaml", "<aws.scheduler.scheduled-time>", "2026-06-01T03:00:00Z"),
    "a sender may do everything with its queue": ("template.yaml", "[sqs:SendMessage]", '["sqs:*"]'),
    "a sender does not know its queue": ("template.yaml", "          EMAILS_QUEUE_URL: !Ref EmailsQueue\n", ""),
    "buckets may be made public": ("template.yaml", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    "files that are overwritten are gone": (
        "template.yaml",
        "      VersioningConfiguration:\n        Status: Enabled",
        "      VersioningConfiguration:\n        Status: Suspended",
    ),
    "old versions stay for ever": (
        "template.yaml",
        "            NoncurrentVersionExpiration:\n              NoncurrentDays: 30\n",
        "            ExpirationInDays: 3650\n",
    ),
    "a function hears of what it writes": ("template.yaml", "{prefix: incoming/}", "{prefix: processed/}"),
    "a function writes where it listens": ("template.yaml", "Bucket.Arn}/processed/*", "Bucket.Arn}/incoming/*"),
    "a loop costs as much as the account allows": (
        "template.yaml",
        "      ReservedConcurrentExecutions: !If [LimitsUploads, !Ref UploadConcurrency, !Ref AWS::NoValue]\n",
        "",
    ),
    "a failed record is acknowledged": (f"{SHARED}/batch.py", "failed.append(record.id)", "pass"),
    "an error counts as done": (f"{SHARED}/batch.py", "        return False\n", "        return True\n"),
    "a failed record is overtaken": (f"{SHARED}/batch.py", "stopped.add(record.group)", "pass"),
    "time is not watched": (f"{SHARED}/batch.py", " and remaining_ms() >= RESERVE_MS", ""),
    "what is done is not marked": (f"{SHARED}/idempotency.py", "    mark(key, lease, outcome)\n", ""),
    "what is done is done again": (
        f"{SHARED}/idempotency.py",
        "attribute_not_exists(id) OR",
        "attribute_not_exists(id) OR attribute_exists(outcome) OR",
    ),
    "a lease holds nobody off": (f"{SHARED}/idempotency.py", "leased_until < :now", "attribute_exists(lease)"),
    "after a crash nobody does it again": (f"{SHARED}/idempotency.py", " OR leased_until < :now", ""),
    "an expired mark still counts": (f"{SHARED}/idempotency.py", " OR expires_at < :now", ""),
    "a failure keeps its key": (
        f"{SHARED}/idempotency.py",
        "        give_back(key, lease)\n        raise",
        "        raise",
    ),
    "anyone sets a mark": (
        f"{SHARED}/idempotency.py",
        '            ConditionExpression="lease = :lease",\n            Ex',
        "            Ex",
    ),
    "a sender's key is not used": (
        f"{SHARED}/queue.py",
        'attributes.get("idempotency-key", record["messageId"])',
        'record["messageId"]',
    ),
    "message groups are not known": (
        f"{SHARED}/queue.py",
        'record["attributes"].get("MessageGroupId", record["messageId"])',
        'record["messageId"]',
    ),
    "the function works on its own writes": (f"{SHARED}/table_stream.py", "context.function_name", '"other"'),
    "writes carry no writer": (f"{SHARED}/table.py", ", **_written()}", "}"),
    "an alarm is not part of the one on all": ("template.yaml", 'ALARM("${ApiErrorsAlarm.Arn}") OR', ""),
    "a function has more time than its filter knows of": ("template.yaml", "durationMs > 12000", "durationMs > 15000"),
    "a message is logged as nobody's": (
        f"{SHARED}/queue.py",
        'self.attributes.get("correlation-id", self.id)',
        "self.id",
    ),
    "a stream goes on behind a failure": (f"{SHARED}/stream.py", '        return ""', "        return self.id"),
    "records of two shards are one": (f"{SHARED}/kinesis_stream.py", 'record["eventID"]', 'content["sequenceNumber"]'),
    "runs overlap": (
        f"{SHARED}/schedule.py",
        "            idempotency.take(lock, lease, now, now + remaining_ms / 1000)\n",
        "",
    ),
    "a run never ends for the next": (
        f"{SHARED}/schedule.py",
        "                idempotency.give_back(lock, lease)\n",
        "                pass\n",
    ),
    "a failed job is acknowledged": (
        f"{SHARED}/job.py",
        "            log_failure(error)\n            raise\n",
        "            return\n",
    ),
    "poison is not told from bad luck": (f"{SHARED}/failures.py", "permanent=True, ", ""),
    "deep nesting is a crash": (
        f"{SHARED}/messages.py",
        ", RecursionError",
        "",
    ),
    "a file is read at once": (
        f"{SHARED}/upload.py",
        'found["Body"].iter_chunks(PIECE_BYTES)',
        'iter([found["Body"].read()])',
    ),
    "an own file is worked on": (f"{SHARED}/upload.py", "upload.path.startswith(INCOMING)", "upload.path"),
    "a file that is replaced is not done again": (f"{SHARED}/upload.py", 'f"{path}#{sequencer}"', 'f"{path}"'),
    "a form takes a file of any size": (f"{SHARED}/permits.py", ', ["content-length-range", size, size]', ""),
    "a form takes a file of any type": (f"{SHARED}/permits.py", '{"Content-Type": content_type}, [', "["),
    "a download is shown as a page": (f"{SHARED}/permits.py", '"attachment"', '"inline"'),
    "forms lead to another region": (f"{SHARED}/bucket.py", ', s3={"addressing_style": "virtual"}', ""),
    "what a batch failed to send is forgotten": (
        f"{SHARED}/sender.py",
        'waiting = {each["Id"]: waiting[each["Id"]] for each in failed}',
        "waiting = {}",
    ),
    "what is too large is sent": (f"{SHARED}/sender.py", "if _size(entry) > MAX_BYTES", "if _size(entry) < 0"),
    "batches are too large": (f"{SHARED}/sender.py", "MAX_ENTRIES = 10", "MAX_ENTRIES = 11"),
    "a FIFO message overtakes one that failed": (
        f"{SHARED}/sender.py",
        ' or entry.get("MessageGroupId") in groups',
        "",
    ),
    "a message has no key": (f"{SHARED}/sender.py", "{_KEY: key, ", "{"),
}

# The same of a service with all that protects it.
PROTECTION_BREAKS = {
    "a rule against attacks only counts": (
        "template.yaml",
        "        - Name: known-bad-inputs\n          Priority: 2\n          OverrideAction:\n            None: {}",
        "        - Name: known-bad-inputs\n          Priority: 2\n          OverrideAction:\n            Count: {}",
    ),
    "the domain can be passed by": ("template.yaml", "!If [HasDomain, true, false]", "false"),
    "what rules can't deliver is lost, for want of the key": (
        "template.yaml",
        "              Service: events.amazonaws.com\n            Action: [kms:Decrypt, kms:GenerateDataKey]",
        "              Service: events.amazonaws.com\n            Action: [kms:Decrypt]",
    ),
    "alarms do not tell the existing topic": (
        "template.yaml",
        "AlarmActions: [!If [HasAlarmTopic, !Ref AlarmTopicArn, !Ref AWS::NoValue]]\n",
        "AlarmActions: []\n",
    ),
    "nobody hears that it is over": (
        "template.yaml",
        "      OKActions: [!If [HasAlarmTopic, !Ref AlarmTopicArn, !Ref AWS::NoValue]]\n",
        "",
    ),
    "functions are in no VPC": ("template.yaml", "      - HasVpc\n", "      - IsBounded\n"),
}
# The same of a service in a VPC of its own.
VPC_BREAKS = {
    "a queue that functions send to has no way": (
        "template.yaml",
        "  VpcSqsEndpoint:\n    Type: AWS::EC2::VPCEndpoint",
        "  VpcSqsEndpoint:\n    Condition: IsBounded\n    Type: AWS::EC2::VPCEndpoint",
    ),
    "an endpoint costs and is for nothing": (
        "template.yaml",
        "ServiceName: !Sub com.amazonaws.${AWS::Region}.sqs",
        "ServiceName: !Sub com.amazonaws.${AWS::Region}.sns",
    ),
    "an endpoint does not answer to the service's name": (
        "template.yaml",
        "PrivateDnsEnabled: true",
        "PrivateDnsEnabled: false",
    ),
    "anybody in the VPC may call an endpoint": (
        "template.yaml",
        "SourceSecurityGroupId: !GetAtt VpcFunctionsSecurityGroup.GroupId",
        "CidrIp: 10.0.0.0/8",
    ),
    "functions send by any port": (
        "template.yaml",
        "          Description: HTTPS to endpoints\n          FromPort: 443",
        "          Description: HTTPS to endpoints\n          FromPort: 0",
    ),
    "functions stand still with one zone": ("template.yaml", "!Select [1, !GetAZs", "!Select [0, !GetAZs"),
    "functions are called before their ways are there": ("template.yaml", ", VpcSubnet1Routes, VpcSubnet2Routes]", "]"),
    "things of other accounts are reached": (
        "template.yaml",
        "                aws:ResourceAccount: !Ref AWS::AccountId\n",
        "",
    ),
}
IN_A_VPC: dict[str, Any] = {"queues": "emails", "links": "create-item>emails", "vpc": "new"}
EVERYTHING_SEEN: dict[str, Any] = {**EVERYTHING, "dashboard": True}
ALL_PROTECTED: dict[str, Any] = {
    "api": "rest",
    "queues": "emails",
    "events": "order-shipped=shop.orders/OrderShipped",
    **PROTECTED,
}
NAMED = {
    '"DomainName=none"': '"DomainName=api.example.com"',
    '"DomainCertificateArn=none"': '"DomainCertificateArn=arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"',
    '"AlarmTopicArn=none"': '"AlarmTopicArn=arn:aws:sns:us-east-1:123456789012:alarms"',
    '"SubnetIds=none"': '"SubnetIds=subnet-0a1b2c3d,subnet-1a1b2c3d"',
    '"SecurityGroupIds=none"': '"SecurityGroupIds=sg-0a1b2c3d"',
}


@pytest.fixture(scope="module")
def default(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    yield from prepared(render, tmp_path_factory.mktemp("mutations"))


@pytest.fixture(scope="module")
def everything(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    yield from prepared(render, tmp_path_factory.mktemp("mutations"), **EVERYTHING_SEEN)


@pytest.fixture(scope="module")
def protected(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    project = render.copy(tmp_path_factory.mktemp("mutations") / "my-service", **ALL_PROTECTED)
    settings = project / "samconfig.toml"
    text = settings.read_text(encoding="utf-8")
    for nothing, named in NAMED.items():
        assert nothing in text
        text = text.replace(nothing, named)
    settings.write_text(text, encoding="utf-8")
    yield from with_tests_tools(project)


@pytest.fixture(scope="module")
def in_a_vpc(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    yield from with_tests_tools(render.copy(tmp_path_factory.mktemp("mutations") / "my-service", **IN_A_VPC))


def prepared(render: Renderer, folder: Path, **answers: Any) -> Iterator[Breakable]:
    """A project whose tests pass, also in the order in which breaks are looked for."""
    path = render.copy(folder / "my-service", **answers)
    make(path, "setup", env=environment("3.11", "3.12", "3.13"))
    with Breakable(path, "tests/infrastructure", *CODE) as project:
        for name in ("template.yaml", f"{SHARED}/request.py"):
            found = checked(project, name)
            assert found.status == 0, found.printed[-3000:]
        yield project


def with_tests_tools(path: Path) -> Iterator[Breakable]:
    """A project whose installation is that of these tests: only its rules on what is deployed are tried."""
    (path / ".venv").symlink_to(sys.prefix)
    with Breakable(path, "tests/infrastructure") as project:
        found = checked(project, "template.yaml")
        assert found.status == 0, found.printed[-3000:]
        yield project


@pytest.mark.parametrize(("name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(default: Breakable, name: str, old: str | None, new: str | None) -> None:
    check(default, name, old, new)


@pytest.mark.parametrize(("name", "old", "new"), TRIGGER_BREAKS.values(), ids=TRIGGER_BREAKS)
def test_of_triggers_it_is_noticed_that(everything: Breakable, name: str, old: str, new: str) -> None:
    check(everything, name, old, new)


@pytest.mark.parametrize(("name", "old", "new"), PROTECTION_BREAKS.values(), ids=PROTECTION_BREAKS)
def test_of_protection_it_is_noticed_that(protected: Breakable, name: str, old: str, new: str) -> None:
    check(protected, name, old, new)


@pytest.mark.parametrize(("name", "old", "new"), VPC_BREAKS.values(), ids=VPC_BREAKS)
def test_of_a_vpc_it_is_noticed_that(in_a_vpc: Breakable, name: str, old: str, new: str) -> None:
    check(in_a_vpc, name, old, new)


def check(project: Breakable, name: str, old: str | None, new: str | None) -> None:
    """Break the file, and expect that one of the project's tests fails."""
    with broken(project.path / name, old, new):
        found = checked(project, name)
    assert found.status == 1, f"no test of the project failed\n{found.printed[-3000:]}"


def checked(project: Breakable, name: str) -> Outcome:
    """The project's tests of a file: first those that are called like it, then those that import it."""
    if name in INFRASTRUCTURE:
        return project.tested("tests/infrastructure")
    module = Path(name).stem
    tests = [path for folder in CODE for path in sorted((project.path / folder).glob("test_*.py"))]
    called = [path for path in tests if path.stem.startswith(f"test_{module}")]
    importing = [path for path in tests if f".{module} import" in path.read_text(encoding="utf-8")]
    return project.tested(*map(str, dict.fromkeys([*called, *importing, *tests])))
