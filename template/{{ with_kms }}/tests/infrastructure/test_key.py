"""All that the service keeps is encrypted with its own key, and everybody may do with it what they need and no more."""

from typing import Any

import pytest

from infrastructure import ByType, permissions, references

KEY = "ServiceKey"
# What is encrypted, and where the key is said.
KEPT = {
    "AWS::DynamoDB::Table": "SSESpecification",
    "AWS::Kinesis::Stream": "StreamEncryption",
    "AWS::Logs::LogGroup": "KmsKeyId",
    "AWS::S3::Bucket": "BucketEncryption",
    "AWS::SNS::Topic": "KmsMasterKeyId",
    "AWS::SQS::Queue": "KmsMasterKeyId",
}
# Who writes there asks for a data key; DynamoDB does that by itself.
WRITING = {"s3:PutObject", "sns:Publish", "sqs:SendMessage"}
# Services that bring something into queues or to topics, and where the resources that have them do so say it.
BRINGERS = {
    "cloudwatch.amazonaws.com": ("AWS::CloudWatch::Alarm", "AlarmActions"),
    "events.amazonaws.com": ("AWS::Events::Rule", "Targets"),
    "sns.amazonaws.com": ("AWS::SNS::Subscription", "Endpoint"),
}
READS, WRITES = "kms:Decrypt", "kms:GenerateDataKey"


@pytest.fixture
def statements(by_type: ByType) -> list[dict[str, Any]]:
    return list(by_type["AWS::KMS::Key"][KEY]["KeyPolicy"]["Statement"])


def services(statements: list[dict[str, Any]]) -> set[str]:
    """Those that may put something into what is encrypted."""
    return {
        each["Principal"]["Service"]
        for each in statements
        if "Service" in each["Principal"] and any(action.startswith(WRITES) for action in each["Action"])
    }


def test_the_key_is_made_anew_each_year(by_type: ByType) -> None:
    assert by_type["AWS::KMS::Key"][KEY]["EnableKeyRotation"] is True
    assert references([each["TargetKeyId"] for each in by_type["AWS::KMS::Alias"].values()]) == {KEY}


def test_all_that_is_kept_is_encrypted_with_it(by_type: ByType) -> None:
    for kind, word in KEPT.items():
        assert {name for name, each in by_type[kind].items() if KEY not in references(each.get(word))} == set(), kind


def test_nobody_but_the_account_may_do_everything_with_it(statements: list[dict[str, Any]]) -> None:
    # Whom the account lets use it, the policies of roles say.
    for statement in statements:
        if "kms:*" in statement["Action"]:
            assert statement["Principal"]["AWS"].endswith(":root")
        else:
            assert statement["Condition"], statement


def test_logs_can_be_written(statements: list[dict[str, Any]]) -> None:
    assert any(service.startswith("logs.") for service in services(statements))


def test_what_aws_brings_into_queues_and_topics_arrives(statements: list[dict[str, Any]], by_type: ByType) -> None:
    # Without this EventBridge, SNS and alarms fail in silence.
    encrypted = by_type["AWS::SNS::Topic"].keys() | by_type["AWS::SQS::Queue"].keys()
    bring = {
        service
        for service, (kind, word) in BRINGERS.items()
        for each in by_type[kind].values()
        if references(each.get(word)) & encrypted
    }
    assert services(statements) >= bring


def test_roles_may_do_with_the_key_what_they_need_and_no_more(by_type: ByType) -> None:
    for name in by_type["AWS::IAM::Role"]:
        allowed = permissions(f"${{{name}}}", by_type)
        of_key = {action for action, what in allowed if what == f"${{{KEY}.Arn}}"}
        assert of_key == {action for action, _ in allowed if action.startswith("kms:")}, name
        writes = WRITING & {action for action, _ in allowed}
        assert of_key == ({READS, WRITES} if writes else {READS}), name
