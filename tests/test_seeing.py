"""What shows and guards a service names what exists: metrics of AWS's, parts of the stack, advice for each alarm."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import cloudformation, sam
from harness.answers import EVERYTHING, KINDS
from harness.description import Description, describe
from harness.description.deployment import Deployment
from harness.render import Renderer

PUBLISHED: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("published_metrics.yml").read_text(encoding="utf-8")
)
SEEN = {"dashboard": True}
TOLD = {"alarm_email": "alarms@example.com"}
TOPIC = {"alarm_topic": True}
MANY = ", ".join(f"kind-{letter}s" for letter in "abcdefghijkl")
SERVICES: dict[str, dict[str, Any]] = {
    "the default service": {},
    "a REST API": {"api": "rest"},
    **{
        f"{kind} alone": {"api": "none", "resources": "items" if "items" in str(KINDS[kind]) else "", **KINDS[kind]}
        for kind in KINDS
    },
    "everything": EVERYTHING,
    "everything behind REST": {"api": "rest", **EVERYTHING},
}
VARIANTS = [
    *(pytest.param({**answers, **SEEN, **TOLD}, id=f"{name}, seen and told of") for name, answers in SERVICES.items()),
    *(
        pytest.param({**answers, **SEEN}, id=f"{name}, seen")
        for name, answers in SERVICES.items()
        if "alone" not in name
    ),
    *(
        pytest.param({**answers, **TOLD}, id=f"{name}, told of")
        for name, answers in SERVICES.items()
        if "alone" not in name
    ),
    *(pytest.param(answers, id=name) for name, answers in SERVICES.items()),
    pytest.param({"deployment": "canary", **EVERYTHING, **SEEN, **TOLD}, id="everything, led to step by step"),
    pytest.param({"deployment": "canary", "api": "rest", "queues": "emails"}, id="a REST API, led to step by step"),
    pytest.param({"api": "rest", **SEEN, **TOPIC}, id="a REST API, seen and its topic told of"),
    pytest.param({**EVERYTHING, **TOPIC}, id="everything, its topic told of"),
    pytest.param({**EVERYTHING, **TOLD, **TOPIC}, id="everything, both told of"),
    pytest.param({"resources": MANY, **SEEN, **TOLD}, id="more functions than a query reads"),
    pytest.param({"queues": MANY, "resources": "", "api": "none", **SEEN}, id="many queues"),
]
# The last words of an alarm's name, and its section in the runbook; the API's are not of a worker. What stops a
# deployment is in docs/deployments.md.
SECTIONS = {
    "VersionErrorsAlarm": "",
    "VersionLatencyAlarm": "",
    "GrowthAlarm": "",
    "ApiErrorsAlarm": "An alarm on the API's errors",
    "ApiLatencyAlarm": "An alarm on the API's latency",
    "ApiTrafficAlarm": "An alarm on the API's traffic",
    "TableThrottlesAlarm": "An alarm on throttled tables",
    "NearLimitsAlarm": "An alarm on limits",
    "ServiceAlarm": "The alarm on all alarms",
    "DeadLetterQueueAlarm": "An alarm on a dead-letter queue",
    "ErrorsAlarm": "An alarm on errors",
    "AgeAlarm": "An alarm on age",
    "InvocationsAlarm": "An alarm on invocations",
}
Metric = tuple[str, str, dict[str, str]]
# What functions count themselves, and alarms watch: src/…/shared/observability has its name and its dimensions.
COUNTED = {"Failed": {"service", "function", "version"}}


def deployed(render: Renderer, answers: dict[str, Any]) -> tuple[Deployment, Description]:
    deployment = next(iter(sam.deployments(render(**answers)).values()))
    return deployment, describe(deployment)


def watched(description: Description) -> Iterator[tuple[str, Metric]]:
    """What alarms watch: of each the namespace, the metric and its dimensions."""
    for name, alarm in description["alarms"].items():
        parts = [alarm["watches"]] if "metric" in alarm["watches"] else alarm["watches"].values()
        for part in parts:
            if "metric" in part:
                namespace, metric = part["metric"].split(" ")
                yield name, (namespace, metric, part["of"])


def shown(description: Description) -> Iterator[tuple[str, Metric]]:
    """What graphs show, in the same form."""
    for dashboard in description["dashboards"].values():
        for widget in dashboard["shows"]["widgets"]:
            for line in widget["properties"].get("metrics", []):
                if isinstance(line[0], str):
                    namespace, metric, *dimensions = [part for part in line if isinstance(part, str)]
                    yield (
                        widget["properties"]["title"],
                        (
                            namespace,
                            metric,
                            dict(zip(dimensions[::2], dimensions[1::2], strict=True)),
                        ),
                    )


def problem(metric: Metric, deployment: Deployment, description: Description) -> str:
    """Why nobody publishes it, if nobody does."""
    namespace, name, of = metric
    counted = [each["metric"] for filter_ in description["metric filters"].values() for each in filter_["counts"]]
    if not namespace.startswith("AWS/"):
        if COUNTED.get(name) == set(of):
            return ""
        return "" if f"{namespace} {name}" in counted and not of else "no filter makes it"
    known = PUBLISHED[namespace]
    if name not in known["metrics"].split():
        return "AWS does not publish it"
    sets = [each for each in known["by"] if set(each) == set(of)]
    if not sets or known.get("only", {}).get(name, next(iter(of))) not in of:
        return "AWS does not publish it by these dimensions"
    for dimension, kind in sets[0].items():
        if not is_of(of[dimension], kind, deployment, description):
            return f"{of[dimension]} is no {kind}"
    return ""


def is_of(value: str, kind: str, deployment: Deployment, description: Description) -> bool:
    """Whether a dimension's value names something of the kind."""
    resources = deployment.template["Resources"]
    if kind == "AWS::ApiGateway::RestApi":
        return value == description["stack"]["name"] and any(each["Type"] == kind for each in resources.values())
    if kind == "AWS::Lambda::Alias":
        return bool(re.fullmatch(r"\$\{\w+Function\}:live", value))
    if kind == "AWS::Lambda::Version":
        return bool(re.fullmatch(r"\$\{\w+FunctionVersion\.Version\}", value))
    if kind == "AWS::ApiGateway::Stage":
        return value in [each["Properties"]["StageName"] for each in resources.values() if each["Type"] == kind]
    attribute = {"AWS::SQS::Queue": ".QueueName", "AWS::SNS::Topic": ".TopicName"}.get(kind, "")
    found = re.fullmatch(rf"\$\{{(\w+){re.escape(attribute)}\}}", value)
    return bool(found) and resources[found[1]]["Type"] == kind  # type: ignore[index]


@pytest.mark.parametrize(
    "answers", [each for each in VARIANTS if "dashboard" in str(each.values) or "told" in str(each.id)]
)
def test_alarms_and_graphs_are_of_metrics_that_exist(answers: dict[str, Any], render: Renderer) -> None:
    deployment, description = deployed(render, answers)
    metrics = [*watched(description), *shown(description)]
    problems = {
        f"{where}: {metric}: {why}" for where, metric in metrics if (why := problem(metric, deployment, description))
    }
    assert problems == set()
    assert len(metrics) >= len(description["alarms"])


@pytest.mark.parametrize(
    ("metric", "why"),
    [
        (("AWS/Lambda", "Crashes", {"FunctionName": "${GetItemFunction}"}), "AWS does not publish it"),
        (("AWS/Lambda", "Errors", {"Function": "${GetItemFunction}"}), "AWS does not publish it by these dimensions"),
        (("AWS/ApiGateway", "5XXError", {"ApiId": "${HttpApi}"}), "AWS does not publish it by these dimensions"),
        (("AWS/SQS", "NumberOfMessagesSent", {"QueueName": "${EmailsQueue}"}), "${EmailsQueue} is no AWS::SQS::Queue"),
        (("AWS/Lambda", "Errors", {"FunctionName": "${ItemsTable}"}), "${ItemsTable} is no AWS::Lambda::Function"),
        (("my-service-dev", "NearMisses", {}), "no filter makes it"),
    ],
)
def test_a_metric_that_nobody_publishes_is_found(metric: Metric, why: str, render: Renderer) -> None:
    assert problem(metric, *deployed(render, {"queues": "emails", **SEEN})) == why


@pytest.mark.parametrize("answers", VARIANTS)
def test_the_model_knows_every_alarm(answers: dict[str, Any], render: Renderer) -> None:
    alarms = alarms_of(render(**answers))
    model = render.engine.model(answers)
    assert {name for name, kind in alarms.items() if kind == "AWS::CloudWatch::Alarm"} == set(model["alarms"])
    assert [each for row in model["service_alarms"] for each in row["alarms"]] == (
        model["alarms"] if answers.get("dashboard") else []
    )


@pytest.mark.parametrize("answers", VARIANTS)
def test_there_is_advice_for_each_alarm_and_for_no_other(answers: dict[str, Any], render: Renderer) -> None:
    project = render(**answers)
    alarms = alarms_of(project)
    readme = (project / "README.md").read_text(encoding="utf-8").split("\n## Alarms\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(…?)(\w+Alarm)`", readme, flags=re.MULTILINE)
    advised = [row_of(name, rows) for name in alarms]
    assert {name for name, row in zip(alarms, advised, strict=True) if row is None} == set()
    assert set(rows) == set(advised)
    runbook = project / "docs" / "runbook.md"
    if answers.get("dashboard") or answers.get("api") == "none":
        text = runbook.read_text(encoding="utf-8")
        sections = {each for each in re.findall(r"^## (.*)$", text, flags=re.MULTILINE) if "alarm" in each.lower()}
        needed = {section for name in alarms if (section := SECTIONS[word_of(name)])}
        # Without a dashboard README alone speaks of the API and of tables.
        assert sections == needed - (set() if answers.get("dashboard") else {"An alarm on throttled tables"})


def alarms_of(project: Path) -> dict[str, str]:
    resources = cloudformation.load(project / "template.yaml")["Resources"]
    return {name: each["Type"] for name, each in resources.items() if each["Type"].endswith("Alarm")}


def row_of(name: str, rows: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The row of README that speaks of an alarm: one with its name before one with its last words."""
    name = re.sub(r"\d+$", "", name)
    exact = [row for row in rows if row == ("", name)]
    ending = [row for row in rows if row[0] and name.endswith(row[1])]
    assert len(exact) <= 1
    return next(iter([*exact, *sorted(ending, key=lambda row: -len(row[1]))]), None)


def word_of(name: str) -> str:
    return next(word for word in SECTIONS if re.sub(r"\d+$", "", name).endswith(word))


@pytest.mark.parametrize(
    ("told", "said", "unsaid"),
    [
        ({}, ["Nobody is told"], ["mailed", "SNS topic"]),
        (TOLD, ["They are mailed to alarms@example.com"], ["Nobody is told", "SNS topic"]),
        (TOPIC, ["They tell the SNS topic", "nobody is told", "`alias/aws/sns` does not work"], ["mailed"]),
        ({**TOLD, **TOPIC}, ["They are mailed to", "They also tell the SNS topic", "nobody else is told"], []),
    ],
)
def test_readme_says_who_is_told(told: dict[str, Any], said: list[str], unsaid: list[str], render: Renderer) -> None:
    for iac, row in (("sam", "`AlarmTopicArn`"), ("cdk", "`alarmTopicArn`")):
        text = (render(iac=iac, **told) / "README.md").read_text(encoding="utf-8")
        assert [each for each in said if each not in text] == []
        assert [each for each in unsaid if each in text] == []
        assert (row in text) is ("alarm_topic" in told)


def test_what_is_no_topic_that_alarms_tell_is_no_setting(render: Renderer) -> None:
    """The pattern is the CDK's, too; CloudFormation wants it to match the whole value."""
    template = cloudformation.load(render(**TOPIC) / "template.yaml")
    pattern = template["Parameters"]["AlarmTopicArn"]["AllowedPattern"]
    good = ["arn:aws:sns:us-east-1:123456789012:a", "arn:aws-cn:sns:cn-north-1:123456789012:On-call_2", "none"]
    bad = [
        "",
        "None",
        "alarms",
        "alarms@example.com",
        "arn:aws:sns:us-east-1:123456789012:alarms.fifo",
        "arn:aws:sqs:us-east-1:123456789012:alarms",
        "arn:aws:sns:us-east-1:123456789012",
        "arn:aws:sns:us-east-1:123456789012:alarms:0a1b2c3d-4e5f",
        "arn:aws:sns:us-east-1:12345:alarms",
        " arn:aws:sns:us-east-1:123456789012:alarms",
        "none,arn:aws:sns:us-east-1:123456789012:alarms",
    ]
    assert [each for each in [*good, *bad] if re.fullmatch(pattern, each)] == good


def test_what_is_too_much_for_one_query_or_rule_is_in_two(render: Renderer) -> None:
    _, description = deployed(render, {"resources": MANY, **SEEN})
    assert sorted(len(each["reads"]) for each in description["saved queries"].values()) == [10] * 4 + [50] * 4
    queues = ", ".join(f"queue-{letter}" for letter in "abcdefghijklmnopqr")
    _, description = deployed(render, {"resources": "", "api": "none", "queues": queues, **SEEN})
    assert [len(each["on with any of"]) for each in description["alarms on alarms"].values()] == [50, 5]


def test_the_dashboard_is_json_of_modest_size(render: Renderer) -> None:
    _, description = deployed(render, {**EVERYTHING, **SEEN})
    (dashboard,) = description["dashboards"].values()
    assert len(json.dumps(dashboard["shows"])) < 100_000
