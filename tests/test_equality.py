"""SAM and CDK describe one system, in each environment, but for what `harness/accepted.py` gives a reason for."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from harness import cdk, sam
from harness.accepted import ACCEPTED, without_accepted
from harness.answers import EVERYTHING, JWT, KINDS
from harness.description import Description, describe
from harness.differences import differences
from harness.render import Renderer
from test_structure import LANGUAGES, OTHERS, STRUCTURE

Answers = dict[str, Any]
ALL_OF_IT = {**EVERYTHING, "alarm_email": "alarms@example.com", "owner": "team-a", "dashboard": True}
WITH_BUDGET = {**ALL_OF_IT, "monthly_budget": "25"}
SECRETS = "create-item>payments, process-emails>mail-provider+payments"
PROTECTED = {
    "alarm_topic": True,
    "waf": True,
    "custom_domain": True,
    "kms": True,
    "vpc": "existing",
    "secrets": SECRETS,
}
ALL_OF_IT_IN_TYPESCRIPT = {"runtime": "nodejs24.x", "api": "rest", **PROTECTED, **WITH_BUDGET}
# CodeDeploy with and without an API, and functions that start from snapshots.
SHIFTED = {
    "queues": "emails",
    "streams": "items",
    "events": "order-shipped=shop.orders/OrderShipped",
    "schedules": "heartbeat=rate(5 minutes)",
    "deployment": "canary",
    "provisioned_concurrency": "get-item=5, process-emails=2",
}
LINK = "create-item>emails"
EVERYDAY = [
    pytest.param({}, id="the default service"),
    pytest.param({"runtime": "nodejs24.x"}, id="the default service in TypeScript"),
    pytest.param(ALL_OF_IT_IN_TYPESCRIPT, id="every trigger and REST in TypeScript"),
]
MORE = [
    pytest.param(WITH_BUDGET, id="every trigger"),
    pytest.param({"snapstart": True, **SHIFTED, "provisioned_concurrency": ""}, id="shifted, from snapshots"),
    pytest.param({"runtime": "nodejs24.x", "api": "rest", **SHIFTED}, id="shifted in TypeScript"),
    pytest.param({"secrets": "get-item>payments"}, id="secrets without a key"),
    pytest.param({"alarm_topic": True, "kms": True}, id="a topic of others"),
]
# A VPC of the service's own, with and without interface endpoints.
MORE += [
    pytest.param({"vpc": "new"}, id="a VPC of its own"),
    pytest.param({"vpc": "new", "runtime": "nodejs24.x"}, id="a VPC of its own in TypeScript"),
    pytest.param({**SHIFTED, **JWT, "api": "rest", "vpc": "new", "links": LINK}, id="shifted in a VPC of its own"),
    pytest.param({**WITH_BUDGET, "runtime": "nodejs24.x", "vpc": "new"}, id="every trigger in a VPC, in TypeScript"),
]
# Who may call is tried in every combination by STRUCTURES below.
MORE += [
    pytest.param(JWT, id="jwt behind http"),
    pytest.param({"auth": "iam", "runtime": "nodejs24.x"}, id="iam behind http in TypeScript"),
]
# So many tables are too many for one alarm on throttles.
AWKWARD = {
    "resources": "items, person:people, news, api-keys, class, data",
    "alarm_email": "alarms@example.com",
    "dashboard": True,
}
# A runtime decides one property, a region the partition; all else is of the language.
MORE += [
    *(
        pytest.param({"runtime": runtime, **ALL_OF_IT}, id=f"every trigger on {runtime}")
        for runtime in ("python3.12", "python3.14", "nodejs22.x")
    ),
    pytest.param({**ALL_OF_IT, "deployment": "linear", "snapstart": True}, id="every trigger, shifted"),
    pytest.param({"provisioned_concurrency": "get-item=1", "runtime": "nodejs22.x"}, id="kept started alone"),
    pytest.param(AWKWARD, id="awkward resources"),
    pytest.param({"runtime": "nodejs24.x", "api": "rest", **AWKWARD}, id="awkward resources in TypeScript"),
    pytest.param({"region": "cn-north-1", "api": "rest", **ALL_OF_IT}, id="every trigger in China"),
    pytest.param({"region": "us-gov-west-1", **ALL_OF_IT}, id="every trigger in GovCloud"),
    pytest.param({"api": "rest", **PROTECTED, **ALL_OF_IT}, id="every trigger, protected"),
]
# Each kind of trigger alone with one kind of API and one language in turn, all of them with each; no trigger is an
# everyday matter.
IN_TURN = {
    f"{kind} with api {api} in {language} on CDK"
    for kind, api, language in zip(KINDS, cycle(("http", "rest", "none")), cycle(LANGUAGES), strict=False)
}
STRUCTURES = [
    # Environments differ by their settings only, which others try.
    pytest.param({"environments": "prod", **each.values[0]}, id=each.id)  # type: ignore[dict-item]
    for each in STRUCTURE + OTHERS
    if str(each.id) in IN_TURN
    # What a security team asks for describes nothing.
    or re.search(rf"^(?!no |twenty|supply|all that|{'|'.join(KINDS)}).*CDK$", str(each.id))
]
COMBINATIONS = [*MORE, *STRUCTURES]
WITH_EVERY_SETTING = {
    **JWT,
    "api": "rest",
    "queues": "emails",
    "streams": "items",
    "schedules": "heartbeat=rate(5 minutes)",
    "uploads": "documents",
    "alarm_email": "alarms@example.com",
    "alarm_topic": True,
    "custom_domain": True,
    "vpc": "existing",
    "waf": True,
    "dashboard": True,
    "deployment": "canary",
    "provisioned_concurrency": "get-item=5",
    "monthly_budget": "25",
}
# Where a project says what differs between its environments.
TABLES = {"sam": ("samconfig.toml", sam.deployments), "cdk": ("cdk.json", cdk.deployments)}
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"
LINEAR = "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"
# What people change by environment: SAM's parameter and the word in cdk.json, each with another value.
SETTINGS: list[tuple[str, str, str, Any]] = [
    ("DeletionProtection", "enabled", "deletionProtection", True),
    ("LogLevel", "WARN", "logLevel", "WARN"),
    ("LogRetentionDays", "7", "logRetentionDays", 7),
    ("AlarmApiErrorPercent", "0.5", "alarmApiErrorPercent", 0.5),
    ("AlarmApiLatencyMs", "1500", "alarmApiLatencyMs", 1500),
    ("AlarmWorkerErrors", "3", "alarmWorkerErrors", 3),
    ("AlarmDeadLetters", "13", "alarmDeadLetters", 13),
    ("AlarmAgeSeconds", "600", "alarmAgeSeconds", 600),
    ("AlarmUploadRuns", "17", "alarmUploadRuns", 17),
    ("AlarmNearLimits", "19", "alarmNearLimits", 19),
    ("CorsAllowOrigin", "https://example.com", "corsAllowOrigin", "https://example.com"),
    ("JwtIssuer", "https://other.example.com", "jwtIssuer", "https://other.example.com"),
    ("JwtAudience", "others", "jwtAudience", "others"),
    ("ThrottleRate", "7", "throttleRate", 7),
    ("ThrottleBurst", "9", "throttleBurst", 9),
    ("ApiAccessLogs", "enabled", "apiAccessLogs", True),
    ("QueueConcurrency", "5", "queueConcurrency", 5),
    ("UploadConcurrency", "0", "uploadConcurrency", 0),
    ("Schedules", "DISABLED", "schedules", "DISABLED"),
    ("DomainName", "api.example.com", "domainName", "api.example.com"),
    ("DomainCertificateArn", CERTIFICATE, "domainCertificateArn", CERTIFICATE),
    ("DomainZoneId", "Z0123456789", "domainZoneId", "Z0123456789"),
    ("SubnetIds", "subnet-0a1b2c3d,subnet-1a1b2c3d", "subnetIds", "subnet-0a1b2c3d,subnet-1a1b2c3d"),
    ("SecurityGroupIds", "sg-0a1b2c3d,sg-1a1b2c3d", "securityGroupIds", "sg-0a1b2c3d,sg-1a1b2c3d"),
    ("WafRateLimit", "19", "wafRateLimit", 19),
    ("DeploymentConfig", LINEAR, "deploymentConfig", LINEAR),
    ("GetItemProvisionedConcurrency", "3", "getItemProvisionedConcurrency", 3),
    ("AlarmEmail", "others@example.com", "alarmEmail", "others@example.com"),
    ("AlarmTopicArn", TOPIC, "alarmTopicArn", TOPIC),
    ("MonthlyBudget", "7.5", "monthlyBudget", 7.5),
]

# Settings that say something only beside another one.
NEEDED = {
    **{name: {"DomainName": "api.example.com"} for name in ("DomainCertificateArn", "DomainZoneId")},
    "SecurityGroupIds": {"SubnetIds": "subnet-0a1b2c3d"},
}


def described(render: Renderer, answers: Answers) -> Iterator[tuple[str, Description, Description]]:
    """Each environment, as SAM and as CDK describe it."""
    by_sam = sam.deployments(render(**{**answers, "iac": "sam"}))
    by_cdk = cdk.deployments(render(**{**answers, "iac": "cdk"}))
    assert list(by_sam) == list(by_cdk)
    for environment in by_sam:
        yield environment, describe(by_sam[environment]), describe(by_cdk[environment])


def differing(render: Renderer, answers: Answers) -> str:
    return "\n".join(
        f"{environment}: {line}"
        for environment, by_sam, by_cdk in described(render, answers)
        for line in differences(*without_accepted(by_sam, by_cdk))
    )


@pytest.mark.parametrize("answers", EVERYDAY)
def test_sam_and_cdk_describe_one_system(answers: Answers, render: Renderer) -> None:
    found = differing(render, answers)
    assert not found, f"\n{found}"


@pytest.mark.slow
@pytest.mark.parametrize("answers", COMBINATIONS)
def test_sam_and_cdk_describe_one_system_in_any_combination(answers: Answers, render: Renderer) -> None:
    found = differing(render, {"environments": "dev, prod", **answers})
    assert not found, f"\n{found}"


@pytest.mark.parametrize("runtime", [pytest.param("python3.13", marks=pytest.mark.slow), "nodejs24.x"])
def test_settings_have_the_same_effect(runtime: str, render: Renderer, tmp_path: Path) -> None:
    answers = {"runtime": runtime, **WITH_EVERY_SETTING}
    before = sam.deployments(render(**answers))["dev"]
    unchanged = before.parameters
    # What CI demands of roles is no part of the service; with the CDK it is a matter of `cdk bootstrap`.
    ours = before.template["Parameters"].keys() - {"PermissionsBoundary"}
    assert ours == unchanged.keys() == {parameter for parameter, *_ in SETTINGS}
    for parameter, value, _, _ in SETTINGS:
        others = {**unchanged, **NEEDED.get(parameter, {})}
        with_others = describe(replace(before, parameters=others))
        assert describe(replace(before, parameters={**others, parameter: value})) != with_others, parameter
    changed = {parameter: value for parameter, value, _, _ in SETTINGS}
    by_sam = describe(replace(before, parameters={**unchanged, **changed}))
    assert all(each["tells"] == each["tells when it is over"] for each in by_sam["alarms"].values())
    assert {tuple(each["tells"]) for each in by_sam["alarms"].values()} == {("${AlarmTopic}", TOPIC)}
    # No place has a number of its own beside the table, but for throttled tables and for half of the throttling rate.
    assert {each["keeps days"] for each in by_sam["log groups"].values()} == {7}
    assert {each["protected from deletion"] for each in by_sam["tables"].values()} == {True}
    thresholds = {each["threshold"] for each in by_sam["alarms"].values()}
    assert thresholds == {0.5, 1500, 3, 13, 600, 600_000, 17, 19} | {10, 50}

    project = render.copy(tmp_path / "my-service", iac="cdk", **answers)
    settings = json.loads((project / "cdk.json").read_text(encoding="utf-8"))
    row = settings["context"]["environments"]["dev"]
    assert row.keys() - {"region"} == {word for _, _, word, _ in SETTINGS}
    settings["context"]["environments"] = {"dev": {**row, **{word: value for _, _, word, value in SETTINGS}}}
    (project / "cdk.json").write_text(json.dumps(settings), encoding="utf-8")
    by_cdk = describe(cdk.deployments(project)["dev"])
    assert list(differences(*without_accepted(by_sam, by_cdk))) == []


@pytest.mark.parametrize("iac", TABLES)
def test_each_environment_has_addresses_of_its_own(iac: str, render: Renderer) -> None:
    _, deployments = TABLES[iac]
    project = render(vpc="new", iac=iac)
    found = [describe(each)["VPCs"]["Vpc"]["addresses"] for each in deployments(project).values()]
    assert found == ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]


@pytest.mark.parametrize("runtime", ["python3.13", "nodejs24.x"])
@pytest.mark.parametrize("iac", ["sam", pytest.param("cdk", marks=pytest.mark.slow)])
def test_environments_differ_by_their_rows_alone(iac: str, runtime: str, render: Renderer, tmp_path: Path) -> None:
    """With their names exchanged, and nothing else, each of two environments is what the other one was."""
    answers = {"runtime": runtime, "iac": iac, **EVERYTHING, "alarm_email": "alarms@example.com", "dashboard": True}
    table, deployments = TABLES[iac]
    project = render.copy(tmp_path / "my-service", **answers)
    before = {name: json.dumps(describe(each)) for name, each in deployments(render(**answers)).items()}
    assert before["dev"] != exchanged(before["prod"])
    path = project / table
    path.write_text(exchanged(path.read_text(encoding="utf-8")), encoding="utf-8")
    after = {name: json.dumps(describe(each)) for name, each in deployments(project).items()}
    assert after == {exchanged(name): exchanged(described) for name, described in before.items()}


def exchanged(text: str) -> str:
    names = {"dev": "prod", "prod": "dev"}
    return re.sub(r"\b(dev|prod)\b", lambda found: names[found[0]], text)


@pytest.mark.slow
def test_each_accepted_difference_is_there(render: Renderer) -> None:
    """What no combination needs is no difference any more."""
    callers = [{"auth": "cognito", "environments": "dev"}, {**JWT, "api": "rest", "environments": "dev"}]
    every: list[Answers] = [ALL_OF_IT, ALL_OF_IT_IN_TYPESCRIPT, SHIFTED, *callers]
    services = [each for answers in every for each in described(render, answers)]
    for difference in ACCEPTED:
        others = [each for each in ACCEPTED if each is not difference]
        left = [differences(*without_accepted(by_sam, by_cdk, others)) for _, by_sam, by_cdk in services]
        assert any(list(each) for each in left), difference.__name__
