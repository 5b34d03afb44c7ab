"""The description by which SAM and CDK are compared misses nothing: what changes in a template changes in it."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from harness import cdk, sam
from harness.description import Description, describe
from harness.description.deployment import Deployment
from harness.description.words import UnknownError
from harness.differences import differences
from harness.render import Renderer
from test_equality import ALL_OF_IT, ALL_OF_IT_IN_TYPESCRIPT, PROTECTED

GONE = object()
EDITS: dict[str, tuple[str, Any]] = {
    "another action": (
        "CreateItemFunctionRole > Policies > 0 > PolicyDocument > Statement > 0 > Action > 0",
        "dynamodb:UpdateItem",
    ),
    "a permission for everything": (
        "CreateItemFunctionRole > Policies > 0 > PolicyDocument > Statement > 0 > Resource",
        "*",
    ),
    "a policy of AWS's": ("CreateItemFunctionRole > ManagedPolicyArns > 0", "arn:aws:iam::aws:policy/PowerUser"),
    "somebody else's role": (
        "CreateItemFunctionRole > AssumeRolePolicyDocument > Statement > 0 > Principal > Service > 0",
        "ec2.amazonaws.com",
    ),
    "less memory": ("CreateItemFunction > MemorySize", 256),
    "less time": ("ProcessEmailsFunction > Timeout", 15),
    "no traces": ("CreateItemFunction > TracingConfig", GONE),
    "logs as text": ("CreateItemFunction > LoggingConfig > LogFormat", "Text"),
    "another table": ("CreateItemFunction > Environment > Variables > ITEMS_TABLE_NAME", {"Ref": "OrdersTable"}),
    "no reserved concurrency": ("ProcessDocumentsUploadFunction > ReservedConcurrentExecutions", GONE),
    "another invoker": ("CreateItemFunctionCreateItemPermission > Principal", "sns.amazonaws.com"),
    "nobody hears of a failure": ("HeartbeatFunctionEventInvokeConfig > DestinationConfig", GONE),
    "logs for ever": ("CreateItemLogGroup > RetentionInDays", GONE),
    "batches fail as a whole": ("ProcessEmailsFunctionEmailsQueue > FunctionResponseTypes", GONE),
    "as many at once as there are": ("ProcessEmailsFunctionEmailsQueue > ScalingConfig", GONE),
    "only new records": ("ConsumeClicksFunctionClicksStream > StartingPosition", "LATEST"),
    "records for ever": ("ConsumeClicksFunctionClicksStream > MaximumRetryAttempts", GONE),
    "own writes, too": ("OnItemsChangedFunctionItemsTable > FilterCriteria > Filters > 1", GONE),
    "lost records": ("OnItemsChangedFunctionItemsTable > DestinationConfig", GONE),
    "other events": ("OnOrderLostFunctionRule > EventPattern > source > 0", "shop.returns"),
    "lost events": ("OnOrderLostFunctionRule > Targets > 0 > DeadLetterConfig", GONE),
    "no longer by the clock": ("HeartbeatFunctionSchedule > State", "DISABLED"),
    "another time": ("HeartbeatFunctionSchedule > ScheduleExpression", "rate(6 minutes)"),
    "a schedule that may do more": (
        "HeartbeatFunctionScheduleRole > Policies > 0 > PolicyDocument > Statement > 0 > Action",
        "lambda:*",
    ),
    "no dead-letter queue": ("EmailsQueue > RedrivePolicy", GONE),
    "fewer tries": ("EmailsQueue > RedrivePolicy > maxReceiveCount", 1),
    "messages come again too soon": ("EmailsQueue > VisibilityTimeout", 60),
    "messages without TLS": ("QueuePolicy > PolicyDocument > Statement > 0", GONE),
    "messages from anywhere": ("QueuePolicy > PolicyDocument > Statement > 1 > Condition", GONE),
    "a queue without the policy": ("QueuePolicy > Queues > 0", GONE),
    "a message in an envelope": ("OrderPlacedToAuditSubscription > RawMessageDelivery", GONE),
    "lost messages": ("OrderPlacedToAuditSubscription > RedrivePolicy", GONE),
    "a key of AWS's": ("AlarmTopic > KmsMasterKeyId", "alias/aws/sns"),
    "somebody else is told": ("AlarmTopic > Subscription > 0 > Endpoint", "others@example.com"),
    "a key that stays": ("AlarmTopicKey > EnableKeyRotation", GONE),
    "a table that can be deleted": ("ItemsTable > DeletionProtectionEnabled", GONE),
    "a table that stays": ("ItemsTable > DeletionPolicy", "Retain"),
    "no way back": ("ItemsTable > PointInTimeRecoverySpecification", GONE),
    "marks for ever": ("IdempotencyTable > TimeToLiveSpecification", GONE),
    "a public bucket": ("DocumentsBucket > PublicAccessBlockConfiguration > BlockPublicAcls", False),
    "old versions for ever": ("DocumentsBucket > LifecycleConfiguration > Rules > 1", GONE),
    "pages of anybody": ("DocumentsBucket > CorsConfiguration > CorsRules > 0 > AllowedOrigins > 0", "*"),
    "records for a day": ("ClicksStream > RetentionPeriodHours", GONE),
    "another period": ("HeartbeatErrorsAlarm > Period", 60),
    "another sum": ("ApiErrorsAlarm > Metrics > 0 > Expression", "errors"),
    "another function's errors": ("HeartbeatErrorsAlarm > Dimensions > 0 > Value", {"Ref": "CreateItemFunction"}),
    "an alarm that nobody hears": ("HeartbeatErrorsAlarm > AlarmActions", GONE),
    "more requests": ("HttpApiApiGatewayDefaultStage > DefaultRouteSettings > ThrottlingRateLimit", 10000),
    "no access log": ("HttpApiApiGatewayDefaultStage > AccessLogSettings", GONE),
    "pages of any origin": ("HttpApi > Body > x-amazon-apigateway-cors > allowOrigins > 0", "*"),
    "a route less": ("HttpApi > Body > paths > /items > post", GONE),
}
UNKNOWN: dict[str, tuple[str, Any]] = {
    "a kind of resource": ("EmailsQueue > Type", "AWS::SQS::Pigeon"),
    "a property": ("EmailsQueue > Colour", "red"),
    "a property of a part": ("HeartbeatFunctionSchedule > Target > Colour", "red"),
    "a condition of a statement": ("QueuePolicy > PolicyDocument > Statement > 0 > NotAction", "sqs:*"),
    "an attribute": ("EmailsQueue > UpdatePolicy", {}),
    "what becomes of a role": ("CreateItemFunctionRole > DeletionPolicy", "Retain"),
    "a function of CloudFormation": ("EmailsQueue > QueueName", {"Fn::ImportValue": "name"}),
    "text like a reference": ("EmailsQueue > QueueName", "${AWS::StackName}-emails"),
    "what an integration calls": (
        "HttpApi > Body > paths > /items > post > x-amazon-apigateway-integration > uri",
        "x",
    ),
    "a second policy of a queue": ("QueuePolicy > Queues > 1", {"Ref": "AuditQueue"}),
    "a policy of what is not there": ("QueuePolicy > Queues > 1", {"Ref": "OtherQueue"}),
    "a role of nobody": ("CreateItemFunction > Role", {"Fn::GetAtt": ["GetItemFunctionRole", "Arn"]}),
    "a trigger of nobody": ("HeartbeatFunctionSchedule > Target > Arn", {"Fn::GetAtt": ["EmailsQueue", "Arn"]}),
}
# What a tool calls something for its own use, when it makes it, and what a document says to people.
SAYS_NOTHING = re.compile(
    r".* (DependsOn|Metadata) .*|AWS::IAM::(Role|Policy) .*PolicyName|.* Sid"
    r"|AWS::Events::Rule Properties Targets \* Id"
    r"|AWS::CloudWatch::Alarm Properties Metrics \* Id|AWS::ApiGateway::Deployment Properties Description"
    r"|AWS::ApiGateway::RestApi Properties Body paths \S+ options (summary|responses 200 .*(description|type))"
)


@pytest.fixture(scope="module")
def deployment(render: Renderer) -> Deployment:
    """Production, with everything."""
    return sam.deployments(render(**ALL_OF_IT))["prod"]


@pytest.fixture(scope="module")
def description(deployment: Deployment) -> Description:
    return describe(deployment)


@pytest.mark.parametrize(("path", "value"), EDITS.values(), ids=EDITS)
def test_a_change_is_seen(path: str, value: Any, deployment: Deployment, description: Description) -> None:
    assert list(differences(description, describe(edited(deployment, path, value)))) != []


@pytest.mark.parametrize(("path", "value"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_unknown_is_not_dropped(path: str, value: Any, deployment: Deployment) -> None:
    with pytest.raises(UnknownError):
        describe(edited(deployment, path, value))


def test_an_unknown_section_or_parameter_is_not_dropped(deployment: Deployment) -> None:
    with pytest.raises(UnknownError):
        describe(replace(deployment, template={**deployment.template, "Hooks": {}}))
    with pytest.raises(UnknownError):
        describe(replace(deployment, parameters={**deployment.parameters, "Colour": "red"}))


def test_what_a_template_is_deployed_with_is_seen(deployment: Deployment, description: Description) -> None:
    others = [
        replace(deployment, stack_name="other"),
        replace(deployment, region="eu-central-1"),
        replace(deployment, tags={"service": "other"}),
        replace(deployment, termination_protection=True),
    ]
    others += [replace(deployment, parameters={**deployment.parameters, name: "1"}) for name in deployment.parameters]
    assert [other for other in others if describe(other) == description] == []


def test_outputs_are_seen(deployment: Deployment, description: Description) -> None:
    outputs = deployment.template["Outputs"]
    for change in ({"Value": {"Ref": "OrdersTable"}}, {"Description": "Another"}):
        changed = {**outputs, "ItemsTableName": {**outputs["ItemsTableName"], **change}}
        assert describe(replace(deployment, template={**deployment.template, "Outputs": changed})) != description


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(ALL_OF_IT, id="SAM"),
        pytest.param({"api": "rest", **PROTECTED, **ALL_OF_IT}, id="SAM, REST"),
        pytest.param({"iac": "cdk", **ALL_OF_IT}, id="CDK", marks=pytest.mark.slow),
        pytest.param({"iac": "cdk", **ALL_OF_IT_IN_TYPESCRIPT}, id="CDK, REST", marks=pytest.mark.slow),
        pytest.param({**ALL_OF_IT, "vpc": "new"}, id="SAM, a VPC of its own"),
        pytest.param({"iac": "cdk", **ALL_OF_IT, "vpc": "new"}, id="CDK, a VPC of its own", marks=pytest.mark.slow),
    ],
)
def test_every_word_of_a_template_makes_a_difference(answers: dict[str, str], render: Renderer) -> None:
    """Whatever is written otherwise is seen, or is refused as unknown."""
    tool = cdk if "iac" in answers else sam
    deployment = tool.deployments(render(**answers))["prod"]
    more = {"ApiAccessLogs": "enabled", "PermissionsBoundary": "boundary"}
    more |= {
        "AlarmTopicArn": "arn:aws:sns:us-east-1:123456789012:alarms",
        "DomainName": "api.example.com",
        "DomainZoneId": "Z0123456789",
        "SecurityGroupIds": "sg-0a1b2c3d,sg-1a1b2c3d",
        "SubnetIds": "subnet-0a1b2c3d,subnet-1a1b2c3d",
    }
    known = {name: value for name, value in more.items() if name in deployment.template.get("Parameters", {})}
    deployment = replace(deployment, parameters={**deployment.parameters, **known})
    description = describe(deployment)
    tried, unseen = set(), set()
    for path, said in words(deployment.template["Resources"]):
        kind = kind_of(deployment, path)
        if kind not in tried and not SAYS_NOTHING.fullmatch(kind):
            tried.add(kind)
            if not is_seen(changed(deployment, path, another(said)), description):
                unseen.add(kind)
    assert len(tried) > 200
    assert unseen == set()


def edited(deployment: Deployment, path: str, value: Any) -> Deployment:
    """With one place of a resource's properties, or of its own attributes, changed."""
    name, *steps = path.split(" > ")
    own = steps[0] in ("Type", "DeletionPolicy", "UpdatePolicy")
    return changed(deployment, [name, *([] if own else ["Properties"]), *steps], value)


def changed(deployment: Deployment, path: Sequence[Any], value: Any) -> Deployment:
    name, *steps, last = path
    resources = deployment.template["Resources"]
    place = resource = copy.deepcopy(resources[name])
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    key = int(last) if isinstance(place, list) else last
    if value is GONE:
        del place[key]
    else:
        place[key] = value
    return replace(deployment, template={**deployment.template, "Resources": {**resources, name: resource}})


def is_seen(changed: Deployment, description: Description) -> bool:
    try:
        return describe(changed) != description
    except (UnknownError, KeyError):
        return True


def words(said: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each value that has no parts, and where it stands; the names of conditions are none."""
    match said:
        case {"Ref": "AWS::NoValue"}:
            return
        case {"Fn::If": [_, then, otherwise]}:
            yield from words(then, (*path, "Fn::If", 1))
            yield from words(otherwise, (*path, "Fn::If", 2))
        case dict():
            for word, each in said.items():
                yield from words(each, (*path, word))
        case list():
            for index, each in enumerate(said):
                yield from words(each, (*path, index))
        case _:
            yield path, said


def kind_of(deployment: Deployment, path: Sequence[Any]) -> str:
    """The type of a resource, and what is said there, whichever of a list it is."""
    name, *steps = path
    kind = deployment.template["Resources"][name]["Type"]
    return " ".join([kind, *("*" if isinstance(step, int) else step for step in steps)])


def another(said: Any) -> Any:
    match said:
        case bool():
            return not said
        case int() | float():
            return said + 1
    return f"{said}x"
