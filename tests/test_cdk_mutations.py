"""The rules on what a CDK project deploys are worth having: each of these breaks of its code makes one of them fail.

The same rules are tried on SAM's template in test_mutations.py; here are breaks of each kind of resource, in code.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.breaks import Breakable, broken
from harness.render import Renderer

pytestmark = pytest.mark.slow

STACK = "infra/service_stack.py"
SERVICE = "infra/service.py"
ALARM_TOPIC = "infra/constructs/alarm_topic.py"
EXISTING_TOPIC = "infra/constructs/existing_topic.py"
API = "infra/constructs/api.py"
NEAR_LIMITS = "infra/constructs/near_limits.py"
DEAD_LETTER_QUEUE = "infra/constructs/dead_letter_queue.py"
FUNCTION = "infra/constructs/service_function.py"
STREAM_WORKER = "infra/constructs/stream_worker.py"
TABLE = "infra/constructs/service_table.py"
TOPIC = "infra/constructs/service_topic.py"
UPLOADS = "infra/constructs/upload_area.py"
WORK_QUEUE = "infra/constructs/work_queue.py"
KEPT = "RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if {} else RemovalPolicy.DESTROY"

# One trigger of each kind: what there are two of only takes the CDK longer.
ANSWERS = {
    "iac": "cdk",
    "queues": "emails",
    "topics": "order-placed>emails",
    "streams": "items, kinesis:clicks",
    "events": "order-shipped=shop.orders/OrderShipped",
    "schedules": "heartbeat=rate(5 minutes)",
    "uploads": "documents",
    "environments": "prod",
    "alarm_email": "alarms@example.com",
    "alarm_topic": True,
    "dashboard": True,
}
INSIDE_THE_CDK = "test_service_stack.py"
CFN_LINT = "test_synthesis.py"
SAME_EACH_TIME = f"tests/infrastructure/{INSIDE_THE_CDK}::test_the_same_is_synthesised_each_time"
NAMED = ('"alarmTopicArn": "none"', '"alarmTopicArn": "arn:aws:sns:us-east-1:123456789012:alarms"')
BREAKS = {
    "production may be deleted by mistake": (STACK, "=settings.deletion_protection", "=False"),
    "production is not protected": ("cdk.json", '"deletionProtection": true', '"deletionProtection": false'),
    "logs are kept for years": ("infra/constructs/log_group.py", "Settings.of(scope).log_retention_days", "731"),
    "each deployment changes what nobody has changed": (
        STACK,
        'description="The service my-service"',
        'description=str(__import__("time").time())',
    ),
    "ids change with the place of the code": (STACK, "all(word.isalnum() for word in words)", "False"),
    "production's tables go with their stack": (TABLE, KEPT.format("protected"), "RemovalPolicy.DESTROY"),
    "tables are not encrypted": (TABLE, "TableEncryption.AWS_MANAGED", "TableEncryption.DEFAULT"),
    "a function may do something else": (SERVICE, '"dynamodb:Scan"', '"dynamodb:PutItem"'),
    "a function may do everything": (SERVICE, '"dynamodb:GetItem"', '"dynamodb:*"'),
    "a function does not know what it may use": (
        FUNCTION,
        "self.function.add_environment(thing.variable, thing.known_as)",
        "",
    ),
    "a route leads to another function": (SERVICE, 'route="PUT /items/{id}"', 'route="PATCH /items/{id}"'),
    "another function's package is called": (SERVICE, 'package="get-item"', 'package="list-items"'),
    "a log group is missing": (FUNCTION, "/aws/lambda/", "/aws/other/"),
    "every web page may call the API": (API, "allow_origins=[settings.cors_allow_origin]", 'allow_origins=["*"]'),
    "alarms tell nobody": (STACK, "self.service.alarm_topic.hear_all_alarms()", ""),
    "alarms do not tell the existing topic": (STACK, "tell_existing_topic(self)", ""),
    "nobody but the address hears that it is over": (EXISTING_TOPIC, "each.add_ok_action(SnsAction(topic))", ""),
    "alarms may not use their topic and its key": (
        ALARM_TOPIC,
        "self.grant_publish(cloudwatch_of_this_account)",
        "",
    ),
    "an alarm is not part of the one on all": (
        "infra/constructs/overview.py",
        "any_of(*alarms)",
        "any_of(*alarms[1:])",
    ),
    "the dashboard shows what nobody publishes": (
        "infra/dashboard.json",
        '"TableName", "${ItemsTable}"',
        '"TableName", "items"',
    ),
    "runs near a limit of memory are not counted": (NEAR_LIMITS, "memory * 4 // 5", "memory * 2"),
    "a queue has no dead-letter queue": (
        WORK_QUEUE,
        "dead_letter_queue=sqs.DeadLetterQueue(queue=self.kept_by, max_receive_count=5),",
        "",
    ),
    "a dead-letter queue takes from any queue": (
        DEAD_LETTER_QUEUE,
        "source_queues=[source] if source else None",
        "source_queues=None",
    ),
    "a queue may take all the account's concurrency": (WORK_QUEUE, "Settings.of(self).queue_concurrency", "1000"),
    "a message comes again while it is worked on": (WORK_QUEUE, "seconds(visibility_timeout)", "seconds(60)"),
    "one bad message fails its batch": (
        WORK_QUEUE,
        "report_batch_item_failures=True",
        "report_batch_item_failures=False",
    ),
    "queues take what is not encrypted on its way": (WORK_QUEUE, "enforce_ssl=True", "enforce_ssl=False"),
    "nobody hears of a stream that falls behind": (STREAM_WORKER, "above=limit * 1000", "above=limit"),
    "a stream is read from its end": (STREAM_WORKER, "TRIM_HORIZON", "LATEST"),
    "what a stream gives up is lost": (STREAM_WORKER, '"on_failure": SqsDlq(self.dead_letter_queue),', ""),
    "the filter lets own writes pass": (
        "infra/constructs/table_stream_worker.py",
        "[self.function.function_name]",
        '["other"]',
    ),
    "messages arrive in SNS's wrapping": (TOPIC, "raw_message_delivery=True", "raw_message_delivery=False"),
    "what a topic can't deliver is lost": (TOPIC, "dead_letter_queue=queue.kept_by,", ""),
    "what a rule can't deliver is lost": (
        "infra/constructs/rule_job.py",
        "dead_letter_queue=self.dead_letter_queue,",
        "",
    ),
    "what a job can't do is lost": (
        "infra/constructs/job.py",
        "on_failure=SqsDestination(self.dead_letter_queue),",
        "",
    ),
    "production's buckets go with their stack": (
        UPLOADS,
        KEPT.format("settings.deletion_protection"),
        "RemovalPolicy.DESTROY",
    ),
    "a function hears of what it writes": (UPLOADS, '{"prefix": "incoming/"}', '{"prefix": "processed/"}'),
    "a function writes where it listens": (UPLOADS, '("processed/*")', '("incoming/*")'),
    "a loop costs as much as the account allows": (UPLOADS, "settings.upload_concurrency >= 0:", "False:"),
}


@pytest.fixture(scope="module")
def project(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    """Production of a service with every trigger: all rules apply, and one stack is faster to synthesise than three.

    The tests' own tools stand in for the project's installation.
    """
    path = render.copy(tmp_path_factory.mktemp("mutations") / "my-service", **ANSWERS)
    (path / ".venv").symlink_to(sys.prefix)
    settings = path / "cdk.json"
    named = settings.read_text(encoding="utf-8").replace(*NAMED)
    assert NAMED[1] in named
    settings.write_text(named, encoding="utf-8")
    with Breakable(path, *rules(path), SAME_EACH_TIME) as project:
        found = project.tested(*rules(path), SAME_EACH_TIME)
        assert found.status == 0, found.printed[-3000:]
        yield project


@pytest.mark.parametrize(("name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(project: Breakable, name: str, old: str, new: str) -> None:
    with broken(project.path / name, old, new):
        found = project.tested(*rules(project.path), SAME_EACH_TIME)
    # An app that does not run at all is an error, and would be noticed without any rule.
    assert "\nFAILED tests/infrastructure/" in found.printed, f"no rule was broken\n{found.printed[-3000:]}"


def rules(project: Path) -> list[str]:
    """The project's tests of what it deploys, but for those inside the CDK: cdk-nag's rules are not ours.

    cfn-lint, which takes longest, is last.
    """
    found = (project / "tests" / "infrastructure").glob("test_*.py")
    tests = sorted(found, key=lambda path: (path.name == CFN_LINT, path.name))
    return [str(path.relative_to(project)) for path in tests if path.name != INSIDE_THE_CDK]
