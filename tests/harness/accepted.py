"""Where SAM and CDK may differ: a function for each difference, with the reason.

A function takes just its own difference out of the two descriptions of an environment; what is left must be equal.
"""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from harness.description import Description
from harness.description.deployment import partition

Difference = Callable[[Description, Description], None]

# How the id of an alias ends, after its function's.
ALIAS = "Aliaslive"
# What becomes of data when its table or bucket, a secret or a key is removed, and when it is replaced.
FATES = {
    "SAM": ("Delete", "Retain"),
    "CDK where it is protected": ("RetainExceptOnCreate", "Retain"),
    "CDK elsewhere": ("Delete", "Delete"),
}
TRACES = ["may xray:PutTelemetryRecords on *", "may xray:PutTraceSegments on *"]
# How Lambda may read what triggers a function: by a policy of AWS's, or by these actions on it.
READS = {
    "queues": (
        "AWSLambdaSQSQueueExecutionRole",
        [
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
        ],
    ),
    "tables": (
        "AWSLambdaDynamoDBExecutionRole",
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    ),
    "Kinesis streams": (
        "AWSLambdaKinesisExecutionRole",
        [
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamConsumer",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            "kinesis:ListStreams",
            "kinesis:SubscribeToShard",
        ],
    ),
}
NETWORK = "AWSLambdaVPCAccessExecutionRole"
LISTS_STREAMS = "may dynamodb:ListStreams on *"


def sam_signs_what_it_makes(sam: Description, _: Description) -> None:
    """SAM tags the functions, roles and HTTP APIs that it makes with its own name."""
    for name, tags in list(sam["own tags"].items()):
        if tags in ({"lambda:createdBy": "SAM"}, {"httpapi:createdBy": "SAM"}):
            del sam["own tags"][name]


def cdk_protects_the_stack_as_well(_: Description, cdk: Description) -> None:
    """With SAM the protection of a stack from deletion is no part of a deployment."""
    stack = cdk["stack"]
    if stack["protected from deletion"] == protects_tables(cdk):
        stack["protected from deletion"] = False


def protects_tables(description: Description) -> bool:
    return any(table["protected from deletion"] for table in description["tables"].values())


def cdk_decides_by_environment_what_becomes_of_data(sam: Description, cdk: Description) -> None:
    """These policies take no condition in a template: SAM's relies on what refuses to go."""
    own = FATES["CDK where it is protected" if protects_tables(cdk) else "CDK elsewhere"]
    for noun in ("tables", "buckets", "secrets", "keys", "user pools"):
        for name in sam[noun].keys() & cdk[noun].keys():
            if (fate(sam[noun][name]), fate(cdk[noun][name])) == (FATES["SAM"], own):
                cdk[noun][name]["when removed"], cdk[noun][name]["when replaced"] = FATES["SAM"]


def fate(described: dict[str, Any]) -> tuple[str, str]:
    return described["when removed"], described["when replaced"]


def sam_sends_traces_by_a_policy_of_aws(sam: Description, cdk: Description) -> None:
    """It allows to read sampling rules as well, which CDK does not; in China and GovCloud it is another one."""
    policy = "AWSXrayWriteOnlyAccess" if partition(sam["stack"]["region"]) == "aws" else "AWSXRayDaemonWriteAccess"
    for function in sam["functions"].values():
        replace(function["may also what AWS allows by"], [policy], function["may"], "send traces")
    for function in cdk["functions"].values():
        replace(function["may"], TRACES, function["may"], "send traces")


def sam_lets_make_network_interfaces_without_a_vpc(sam: Description, _: Description) -> None:
    """Where a template says by a condition whether functions are in a VPC, SAM allows it in any case."""
    for function in sam["functions"].values():
        policies = function["may also what AWS allows by"]
        if not function["in a VPC"] and NETWORK in policies:
            policies.remove(NETWORK)


def sam_reads_triggers_by_a_policy_of_aws(sam: Description, cdk: Description) -> None:
    """It is for all queues or streams, where CDK allows the same for just the one that triggers the function."""
    for function in sam["functions"].values():
        for source in sources(function):
            policy, _ = READS[kind_of(source, sam)]
            replace(function["may also what AWS allows by"], [policy], function["may"], f"read {source}")
    for function in cdk["functions"].values():
        for source in sources(function):
            kind = kind_of(source, cdk)
            _, actions = READS[kind]
            needed = [f"may {action} on {source}" for action in actions]
            streams = [LISTS_STREAMS] if kind == "tables" else []
            replace(function["may"], [*needed, *streams], function["may"], f"read {source}")


def sources(function: dict[str, Any]) -> Iterator[str]:
    """What Lambda reads for the function; rules and schedules call it."""
    return (name for name, trigger in function["triggers"].items() if "batch size" in trigger)


def kind_of(source: str, description: Description) -> str:
    name = source.removeprefix("${").partition(".")[0]
    return next(noun for noun in READS if name in description[noun])


def cdk_looks_queues_up(_: Description, cdk: Description) -> None:
    """What Lambda sends failures to by the function's role, it may look up, too, when CDK allows it."""
    for function in cdk["functions"].values():
        for queue in queues_for_failures(function):
            sends = f"may sqs:SendMessage on {queue}"
            looks = [f"may sqs:{action} on {queue}" for action in ("GetQueueAttributes", "GetQueueUrl")]
            replace(function["may"], [sends, *looks], function["may"], sends)


def queues_for_failures(function: dict[str, Any]) -> set[str]:
    of_sources = {function["triggers"][source]["then to"] for source in sources(function)}
    return {*of_sources, function["invoked without waiting"].get("then to")} - {None}


def cdk_narrows_who_runs_schedules(_: Description, cdk: Description) -> None:
    """With CDK only this account's schedules take the role of one, and may invoke versions of the function, too."""
    who = "scheduler.amazonaws.com may sts:AssumeRole"
    narrowed = f"{who} if aws:SourceAccount StringEquals ${{AWS::AccountId}}"
    for name, function in cdk["functions"].items():
        for trigger in function["triggers"].values():
            if role := trigger.get("by a role that"):
                replace(role["taken by"], [narrowed], role["taken by"], who)
                for invoked in (name, name + ALIAS):
                    invokes = f"may lambda:InvokeFunction on ${{{invoked}.Arn}}"
                    replace(role["may"], [invokes, f"{invokes}:*"], role["may"], invokes)


def sam_has_one_policy_for_all_queues(sam: Description, _: Description) -> None:
    """It lets each topic and rule of the service send to each of its queues, CDK's only to those where they do."""
    senders = senders_of_queues(sam)
    for name, queue in sam["queues"].items():
        allowed = re.compile(
            r"(?:sns|events)\.amazonaws\.com may sqs:SendMessage on itself if aws:SourceArn ArnEquals (.+)"
        )
        queue["policy"] = [
            sentence
            for sentence in queue["policy"]
            if not (found := allowed.fullmatch(sentence)) or (found[1], f"${{{name}.Arn}}") in senders
        ]


def senders_of_queues(description: Description) -> set[tuple[str, str]]:
    """The ARNs of topics and rules, and of queues that these send to."""
    subscriptions = [
        (f"${{{topic}}}", to)
        for topic, described in description["topics"].items()
        for endpoint, subscription in described["subscriptions"].items()
        for to in (endpoint.removeprefix("sqs "), (subscription["what failed"] or {}).get("deadLetterTargetArn"))
    ]
    rules = [
        (f"${{{name}.Arn}}", trigger["then to"])
        for function in description["functions"].values()
        for name, trigger in function["triggers"].items()
        if "pattern" in trigger
    ]
    return {*subscriptions, *rules}


def sam_publishes_a_version_for_what_its_description_says(sam: Description, cdk: Description) -> None:
    """A parameter's other value publishes no version with SAM, but another description does; CDK knows the values."""
    for name in sam["functions"].keys() & cdk["functions"].keys():
        for alias, by_cdk in cdk["functions"][name]["aliases"].items():
            by_sam = sam["functions"][name]["aliases"].get(alias, {"version": {"description": ""}})
            told = by_cdk["version"]["description"]
            if by_sam["version"]["description"].startswith(f"{told} at "):
                by_sam["version"]["description"] = told


def sam_keeps_versions_that_it_replaces_by_another_id(sam: Description, cdk: Description) -> None:
    """So it needs no word on what CloudFormation does with a replaced one, which a changed description makes."""
    for description in (sam, cdk):
        for function in description["functions"].values():
            for alias in function["aliases"].values():
                del alias["version"]["when replaced"]


def each_says_its_own_way_which_route_invokes(sam: Description, cdk: Description) -> None:
    """SAM names the verb and the path, CDK for an HTTP API the path, and for a REST API its stage as well."""
    for description, source in ((sam, source_of_sam), (cdk, source_of_cdk)):
        for name, api in {**description["HTTP APIs"], **description["REST APIs"]}.items():
            for route, answer in api["routes"].items():
                if "calls" in answer:
                    place = f"{arn(description, 'execute-api')}:${{{name}}}/{source(api, route)}"
                    invoked = description["functions"][answer["calls"].removesuffix(ALIAS)]["may be invoked"]
                    replace(invoked, [f"by apigateway.amazonaws.com for {place}"], invoked, f"by {name} for {route}")


def source_of_sam(_: dict[str, Any], route: str) -> str:
    return f"*/{of_any_id(route)}"


def source_of_cdk(api: dict[str, Any], route: str) -> str:
    if "endpoint" in api:
        return f"{next(iter(api['stages']))}/{of_any_id(route)}"
    return f"*/*{route.partition(' ')[2]}"


def of_any_id(route: str) -> str:
    return re.sub(r"\{\w+\}", "*", route).replace(" ", "")


def cdk_answers_preflights_its_own_way(_: Description, cdk: Description) -> None:
    """Those of a REST API have no body, say that they depend on the origin, and are for paths without a route, too."""
    for api in cdk["REST APIs"].values():
        routes = api["routes"]
        preflights = {route: answer for route, answer in routes.items() if route.startswith("OPTIONS ")}
        for answer in preflights.values():
            if (answer["headers"].get("Vary"), answer["body"]) == ("'Origin'", None):
                del answer["headers"]["Vary"]
                answer["body"] = {}
        paths = {route.partition(" ")[2] for route in routes.keys() - preflights.keys()}
        of_routes = [answer for route, answer in preflights.items() if route.partition(" ")[2] in paths]
        for route, answer in preflights.items():
            if route.partition(" ")[2] not in paths and answer in of_routes:
                del routes[route]


def sam_lets_any_authorizer_ask(sam: Description, cdk: Description) -> None:
    """Any authorizer of the API may have the function run that looks at tokens; with CDK its own one."""
    for description, which in ((sam, re.compile(r"\*")), (cdk, re.compile(r"\$\{\w+\}"))):
        for api in description["REST APIs"]:
            place = f"by apigateway.amazonaws.com for {arn(description, 'execute-api')}:${{{api}}}/authorizers/"
            for function in description["functions"].values():
                invoked = function["may be invoked"]
                own = [each for each in invoked if each.startswith(place) and which.fullmatch(each[len(place) :])]
                if own:
                    replace(invoked, own, invoked, f"by an authorizer of {api}")


def cdk_words_messages(_: Description, cdk: Description) -> None:
    """With SAM, Cognito words them itself: a code, and what it is for."""
    for pool in cdk["user pools"].values():
        text = "The verification code to your new account is {####}"
        if pool["messages"]["SmsVerificationMessage"] == text == pool["messages"]["EmailVerificationMessage"]:
            pool["messages"] = dict.fromkeys(pool["messages"])


def arn(description: Description, service: str) -> str:
    region = description["stack"]["region"]
    return f"arn:{partition(region)}:{service}:{region}:${{AWS::AccountId}}"


def replace(said: list[str], what: list[str], where: list[str], instead: str) -> None:
    """Where all of it is said, say something else instead."""
    if set(what) <= set(said):
        said[:] = [each for each in said if each not in what]
        where[:] = sorted({*where, instead})


ACCEPTED: list[Difference] = [
    sam_signs_what_it_makes,
    cdk_protects_the_stack_as_well,
    cdk_decides_by_environment_what_becomes_of_data,
    sam_sends_traces_by_a_policy_of_aws,
    sam_lets_make_network_interfaces_without_a_vpc,
    sam_reads_triggers_by_a_policy_of_aws,
    cdk_looks_queues_up,
    cdk_narrows_who_runs_schedules,
    sam_has_one_policy_for_all_queues,
    sam_publishes_a_version_for_what_its_description_says,
    sam_keeps_versions_that_it_replaces_by_another_id,
    each_says_its_own_way_which_route_invokes,
    cdk_answers_preflights_its_own_way,
    sam_lets_any_authorizer_ask,
    cdk_words_messages,
]


def without_accepted(
    sam: Description, cdk: Description, accepted: list[Difference] = ACCEPTED
) -> tuple[Description, Description]:
    sam, cdk = copy.deepcopy((sam, cdk))
    for difference in accepted:
        difference(sam, cdk)
    return sam, cdk
