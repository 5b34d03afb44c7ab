"""An alarm on a metric that nobody publishes never goes off, and nobody notices."""

from typing import Any

import pytest

from infrastructure import ByType, logical_id, references

# The metrics that AWS publishes, by their dimensions.
PUBLISHED = {
    ("AWS/ApiGateway", ("ApiId",)): {"4xx", "5xx", "Count", "IntegrationLatency", "Latency"},
    ("AWS/ApiGateway", ("ApiName", "Stage")): {"4XXError", "5XXError", "Count", "IntegrationLatency", "Latency"},
    ("AWS/DynamoDB", ("TableName",)): {"ReadThrottleEvents", "WriteThrottleEvents"},
    ("AWS/Kinesis", ("StreamName",)): {"GetRecords.IteratorAgeMilliseconds", "WriteProvisionedThroughputExceeded"},
    ("AWS/Lambda", ("FunctionName",)): {"Duration", "Errors", "Invocations", "IteratorAge", "Throttles"},
    ("AWS/SQS", ("QueueName",)): {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
}
MOST_METRICS = 10


@pytest.fixture
def alarms(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::CloudWatch::Alarm"]


def metrics_of(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    if "Metrics" not in alarm:
        return [alarm]
    return [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]


def test_alarms_watch_metrics_that_aws_publishes(alarms: dict[str, Any]) -> None:
    for name, alarm in alarms.items():
        for metric in metrics_of(alarm):
            if metric["Namespace"].startswith("AWS/"):
                dimensions = tuple(sorted(each["Name"] for each in metric["Dimensions"]))
                assert metric["MetricName"] in PUBLISHED.get((metric["Namespace"], dimensions), set()), name


def test_alarms_watch_what_this_stack_deploys(
    alarms: dict[str, Any], resources: dict[str, Any], by_type: ByType
) -> None:
    apis = [api["Name"] for api in by_type["AWS::ApiGateway::RestApi"].values()]
    stages = [stage["StageName"] for stage in by_type["AWS::ApiGateway::Stage"].values()]
    for name, alarm in alarms.items():
        for value in [each["Value"] for metric in metrics_of(alarm) for each in metric.get("Dimensions", [])]:
            assert references(value) & resources.keys() or value in [*apis, *stages], name


def test_alarms_on_several_metrics_watch_one_result(alarms: dict[str, Any]) -> None:
    # CloudWatch takes ten metrics at the most, all of the same period.
    for name, alarm in alarms.items():
        queries = alarm.get("Metrics", [])
        stats = [query["MetricStat"] for query in queries if "MetricStat" in query]
        assert len(stats) <= MOST_METRICS, name
        assert len({stat["Period"] for stat in stats}) <= 1, name
        assert not queries or [query.get("ReturnData", True) for query in queries].count(True) == 1, name


def test_a_night_without_requests_is_no_alarm(alarms: dict[str, Any]) -> None:
    assert {name for name, each in alarms.items() if each.get("TreatMissingData") != "notBreaching"} == set()


def test_alarms_all_tell_somebody_or_none_does(alarms: dict[str, Any], by_type: ByType) -> None:
    topics = [f"${{{name}}}" for name in by_type["AWS::SNS::Topic"] if name == "AlarmTopic"]
    for name, alarm in alarms.items():
        assert alarm.get("AlarmActions", []) == alarm.get("OKActions", []) == topics, name


def test_what_alarms_say_is_encrypted_with_a_key_that_they_may_use(by_type: ByType) -> None:
    # The key alias/aws/sns refuses CloudWatch: every notification would be lost, in silence.
    actions = [alarm.get("AlarmActions", []) for alarm in by_type["AWS::CloudWatch::Alarm"].values()]
    for topic in references(actions):
        key = by_type["AWS::KMS::Key"][logical_id(by_type["AWS::SNS::Topic"][topic]["KmsMasterKeyId"])]
        users = [statement["Principal"].get("Service") for statement in key["KeyPolicy"]["Statement"]]
        assert "cloudwatch.amazonaws.com" in users
