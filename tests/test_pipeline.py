"""From a commit to production: what CI runs is the project's own, and nobody can talk it into more."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import cloudformation, sam
from harness.answers import EVERYTHING
from harness.render import Renderer, files
from harness.schemas import said_by
from harness.tiers import in_part
from test_documents import lint

ENVIRONMENTS = ["prod", "test, live", "dev, staging, prod", "a, check, review, show, pull-requests, deploy-a"]
RUNTIMES = ["python3.13", "nodejs24.x"]
COMBINATIONS = [
    pytest.param(
        {"ci": ci, "iac": iac, "runtime": runtime, "environments": environments},
        id=f"{ci}, {iac}, {runtime}, {environments}",
    )
    for ci, iac, runtime, environments in product(("github", "gitlab"), ("sam", "cdk"), RUNTIMES, ENVIRONMENTS)
]
COMBINATIONS += [
    pytest.param({"ci": ci, "runtime": runtime, "supply_chain": True}, id=f"{ci}, {runtime}, with a supply chain")
    for ci, runtime in product(("github", "gitlab"), RUNTIMES)
]
GITHUB = [each for each in COMBINATIONS if "github" in str(each.id)]
SHIFTED = {"deployment": "canary", "provisioned_concurrency": "get-item=2"}
ALL_OF_IT = {
    **EVERYTHING,
    "api": "rest",
    "alarm_email": "alarms@example.com",
    "dashboard": True,
    "monthly_budget": "25",
    "auth": "cognito",
}
SERVICES: dict[str, dict[str, Any]] = {
    "the default": {},
    "every trigger": ALL_OF_IT,
    "every trigger, protected": {
        **ALL_OF_IT,
        "alarm_topic": True,
        "waf": True,
        "custom_domain": True,
        "kms": True,
        "vpc": "existing",
        "secrets": "get-item>payments",
    },
    "every trigger, in a VPC of its own": {**ALL_OF_IT, "waf": True, "custom_domain": True, "kms": True, "vpc": "new"},
    "every trigger, shifted": {**ALL_OF_IT, **SHIFTED},
}
BIN = Path(sys.prefix) / "bin"
# What is typed besides make: printed, or handed to GitHub's and AWS's own tools.
HELPERS = {"gh", "printf", "pip", "apt-get", "sed", "tee"}


def workflows(project: Path) -> list[Path]:
    return sorted((project / ".github").rglob("*.yml"))


def scripts(project: Path) -> Iterator[str]:
    """Every line that CI gives to a shell."""
    for path in [*workflows(project), *project.glob(".gitlab-ci.yml")]:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for job in [*document.get("jobs", {}).values(), document.get("runs", {})]:
            yield from (step["run"] for step in job.get("steps", []) if "run" in step)
        for job in document.values():
            if isinstance(job, dict):
                for line in [*job.get("before_script", []), *job.get("script", [])]:
                    yield from [line] if isinstance(line, str) else line


def commands(project: Path) -> Iterator[list[str]]:
    for line in scripts(project):
        for command in re.split(r"[|\n]|&&", line):
            yield command.split()


def verbs(project: Path) -> set[str]:
    text = (project / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+):.*## ", text, flags=re.MULTILINE))


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("answers", COMBINATIONS)
def test_ci_runs_verbs_that_exist(answers: dict[str, Any], render: Renderer) -> None:
    project = render(**answers)
    words = list(commands(project))
    assert {command[0] for command in words} <= HELPERS | {"make"}
    called = {word for command in words if command[0] == "make" for word in command[1:] if "=" not in word}
    assert called >= {"setup", "lint", "test", "build", "e2e", "diff", "deploy"}
    assert called <= verbs(project)


@pytest.mark.parametrize("answers", COMBINATIONS)
def test_ci_follows_the_schema_of_its_service(answers: dict[str, Any], render: Renderer) -> None:
    project = render(**answers)
    schemas = {
        "vendor.github-workflows": project.glob(".github/workflows/*.yml"),
        "vendor.github-actions": project.glob(".github/actions/*/action.yml"),
        "vendor.gitlab-ci": project.glob(".gitlab-ci.yml"),
    }
    for schema, paths in schemas.items():
        if found := list(paths):
            assert said_by(schema, *found) == ""


@pytest.mark.parametrize("answers", GITHUB)
def test_linters_of_workflows_find_nothing(answers: dict[str, Any], render: Renderer) -> None:
    project = render(**answers)
    done = run(str(BIN / "actionlint"), *map(str, project.glob(".github/workflows/*.yml")), cwd=project)
    assert (done.returncode, done.stdout) == (0, "")
    done = run(str(BIN / "zizmor"), "--offline", "--no-progress", ".github", cwd=project)
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout + done.stderr


def test_the_linters_would_find_an_unpinned_action_and_an_injection(render: Renderer, tmp_path: Path) -> None:
    project = render.copy(tmp_path / "my-service")
    workflow = project / ".github" / "workflows" / "pull-request.yml"
    text = workflow.read_text(encoding="utf-8")
    odd = text.replace("run: make deploy", "run: make deploy ${{ github.event.pull_request.title }}")
    workflow.write_text(re.sub(r"checkout@\w+", "checkout@main", odd), encoding="utf-8")
    done = run(str(BIN / "zizmor"), "--offline", "--no-progress", ".github", cwd=project)
    assert {"template-injection", "unpinned-uses"} <= set(re.findall(r"\[([a-z-]+)\]", done.stdout))
    assert run(str(BIN / "actionlint"), str(workflow), cwd=project).returncode == 1


@pytest.mark.parametrize("answers", GITHUB)
def test_expressions_never_end_in_a_shell_line(answers: dict[str, Any], render: Renderer) -> None:
    assert not [line for line in scripts(render(**answers)) if "${{" in line]


@pytest.mark.parametrize("answers", COMBINATIONS)
def test_jobs_that_reach_aws_are_not_for_forks_and_wait_for_the_roles(
    answers: dict[str, Any], render: Renderer
) -> None:
    for path in [*workflows(project := render(**answers)), *project.glob(".gitlab-ci.yml")]:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        jobs = document.get("jobs", document)
        for name, job in jobs.items():
            if not isinstance(job, dict) or not reaches_aws(job, jobs) or name.startswith("."):
                continue
            conditions = json.dumps(guards(path.name, job, jobs))
            assert "DEPLOY" in conditions, (path.name, name)
            own = ("'push'", "head.repo.full_name == github.repository", "DEFAULT_BRANCH", "SOURCE_PROJECT_ID")
            assert any(each in conditions for each in own), (path.name, name)


def reaches_aws(job: dict[str, Any], jobs: dict[str, Any]) -> bool:
    above = jobs.get(job.get("extends", ""), {})
    permitted = job.get("permissions", {}).get("id-token") == "write"
    return permitted or "id_tokens" in job or bool(above and reaches_aws(above, jobs))


def guards(file: str, job: dict[str, Any], jobs: dict[str, Any]) -> Any:
    if file == "deploy.yml":  # it has no trigger of its own that a fork could set off
        return "'push' DEPLOY"
    return job.get("if") or job.get("rules") or guards(file, jobs[job["extends"]], jobs)


def test_a_deployment_by_hand_and_one_by_ci_are_the_only_ways_to_deploy(render: Renderer) -> None:
    deploy = yaml.safe_load((render() / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8"))
    assert set(deploy[True]) == {"workflow_call", "workflow_dispatch"}  # "on" is true in YAML
    assert deploy["permissions"] == {}
    assert {"inputs.run", "inputs.environment"} <= set(deploy["run-name"].split())


def test_only_what_main_has_built_is_deployed_and_a_push_replaces_nothing_newer(render: Renderer) -> None:
    folder = render() / ".github" / "workflows"
    deploy = yaml.safe_load((folder / "deploy.yml").read_text(encoding="utf-8"))["jobs"]["deploy"]
    steps = deploy["steps"]
    (built, deployed, refuse) = (step for step in steps if step.get("run", "").startswith("gh "))
    assert steps[:3] == [built, deployed, refuse]
    for word in ('.event == "push"', '.head_branch == "main"', ".github/workflows/ci.yml", "error("):
        assert word in built["run"]
    assert "if" not in built
    assert (deployed["if"], refuse["if"]) == ("inputs.run == ''", "inputs.run == ''")
    assert '.status == "behind"' in refuse["run"]
    # Who calls it has to permit what it asks for.
    jobs = yaml.safe_load((folder / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    called = [job["permissions"] for job in jobs.values() if job.get("uses", "").endswith("deploy.yml")]
    assert called == [deploy["permissions"]] * 3
    assert deploy["permissions"]["deployments"] == "read"


@pytest.mark.parametrize("environments", ENVIRONMENTS)
def test_environments_are_deployed_in_their_order(environments: str, render: Renderer) -> None:
    names = [name.strip() for name in environments.split(",")]
    project = render(environments=environments)
    jobs = yaml.safe_load((project / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    order, job = [], f"deploy-{names[-1]}"
    while job != "check":
        order.append(job)
        job = jobs[job]["needs"]
    expected = [f"deploy-{name}" for name in names[:-1]] + [f"show-{names[-1]}", f"deploy-{names[-1]}"]
    assert order[::-1] == expected
    gitlab = yaml.safe_load((render(environments=environments, ci="gitlab") / ".gitlab-ci.yml").read_text("utf-8"))
    stages = [gitlab[name]["stage"] for name in ["check", *expected]]
    assert stages == sorted(stages, key=gitlab["stages"].index)
    assert len(set(stages)) == len(stages)
    assert gitlab[expected[-1]]["rules"][0]["when"] == "manual"


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize("iac", ["sam", "cdk"])
@pytest.mark.parametrize("answers", in_part(SERVICES, "the default", "every trigger, protected"))
def test_roles_are_linted_and_small_enough(answers: dict[str, Any], iac: str, ci: str, render: Renderer) -> None:
    roles = render(iac=iac, ci=ci, **answers) / "ci" / "roles.yaml"
    assert list(lint(roles)) == []
    template = cloudformation.load(roles)
    for name, resource in template["Resources"].items():
        policies = [each["PolicyDocument"] for each in resource["Properties"].get("Policies", [])]
        # IAM's limits of all inline policies of a role, and of a managed one, without white space.
        assert size(policies) < 10_240, name
        if resource["Type"] == "AWS::IAM::ManagedPolicy":
            assert size(resource["Properties"]["PolicyDocument"]) < 6_144, name


def size(document: Any) -> int:
    """The characters of a policy, with names as long as they can be."""
    text = re.sub(r'\{"Fn::Sub":("[^"]*")\}', r"\1", json.dumps(document, separators=(",", ":")))
    longest = {"AWS::Partition": 10, "AWS::AccountId": 12, "Prefix": 24, "Stack": 64, "Environment": 20}
    return len(re.sub(r"\$\{([\w:]+)\}", lambda found: "x" * longest[found[1]], text))


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize("iac", ["sam", "cdk"])
@pytest.mark.parametrize("answers", SERVICES.values(), ids=SERVICES)
def test_no_role_may_do_anything_with_roles_of_others(
    answers: dict[str, Any], iac: str, ci: str, render: Renderer
) -> None:
    for statement in statements(cloudformation.load(render(iac=iac, ci=ci, **answers) / "ci" / "roles.yaml")):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert "*" not in actions
        if any(action.startswith(("iam:", "sts:")) for action in actions) and "Principal" not in statement:
            assert not [action for action in actions if "*" in action]
            resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
            assert all(re.search(r":role/(\$\{Prefix\}|cdk-)", json.dumps(each)) for each in resources), resources


# What CloudFormation does for a resource when it comes, is looked at, and goes (the handlers of its published types).
NEEDED = {
    "AWS::ApiGateway::BasePathMapping": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE",
    "AWS::ApiGateway::DomainName": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE",
    "AWS::ApiGatewayV2::ApiMapping": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE",
    "AWS::ApiGatewayV2::DomainName": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE",
    "AWS::Route53::RecordSet": "route53:ChangeResourceRecordSets route53:GetChange route53:GetHostedZone"
    " route53:ListResourceRecordSets",
    "AWS::ApiGateway::Deployment": "apigateway:POST apigateway:GET apigateway:DELETE",
    "AWS::ApiGateway::RestApi": "apigateway:POST apigateway:PUT apigateway:GET apigateway:DELETE",
    "AWS::ApiGateway::Stage": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE",
    "AWS::ApiGatewayV2::Api": "apigateway:POST apigateway:PUT apigateway:GET apigateway:DELETE",
    "AWS::ApiGatewayV2::Stage": "apigateway:POST apigateway:PATCH apigateway:GET apigateway:DELETE"
    " logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries"
    " logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups",
    "AWS::Budgets::Budget": "budgets:ModifyBudget budgets:ViewBudget",
    "AWS::CodeDeploy::Application": "codedeploy:CreateApplication codedeploy:GetApplication"
    " codedeploy:ListTagsForResource codedeploy:TagResource codedeploy:DeleteApplication",
    "AWS::CodeDeploy::DeploymentGroup": "codedeploy:CreateDeploymentGroup codedeploy:GetDeploymentGroup"
    " codedeploy:GetDeploymentConfig codedeploy:UpdateDeploymentGroup codedeploy:ListDeployments codedeploy:TagResource"
    " codedeploy:DeleteDeploymentGroup iam:PassRole",
    "AWS::CloudWatch::Alarm": "cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms",
    "AWS::CloudWatch::CompositeAlarm": "cloudwatch:PutCompositeAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms",
    "AWS::CloudWatch::Dashboard": "cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards",
    "AWS::Cognito::UserPool": "cognito-idp:CreateUserPool cognito-idp:SetUserPoolMfaConfig"
    " cognito-idp:GetUserPoolMfaConfig cognito-idp:DescribeUserPool cognito-idp:UpdateUserPool"
    " cognito-idp:TagResource cognito-idp:DeleteUserPool",
    "AWS::Cognito::UserPoolClient": "cognito-idp:CreateUserPoolClient cognito-idp:DescribeUserPoolClient"
    " cognito-idp:UpdateUserPoolClient cognito-idp:DeleteUserPoolClient",
    "AWS::Cognito::UserPoolDomain": "cognito-idp:CreateUserPoolDomain cognito-idp:DescribeUserPoolDomain"
    " cognito-idp:DeleteUserPoolDomain",
    "AWS::Cognito::UserPoolResourceServer": "cognito-idp:CreateResourceServer cognito-idp:DescribeResourceServer"
    " cognito-idp:UpdateResourceServer cognito-idp:DeleteResourceServer",
    "AWS::DynamoDB::Table": "dynamodb:CreateTable dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive"
    " dynamodb:DescribeTable dynamodb:DescribeContinuousBackups dynamodb:TagResource dynamodb:DeleteTable",
    "AWS::EC2::RouteTable": "ec2:CreateRouteTable ec2:CreateTags ec2:DescribeRouteTables ec2:DeleteRouteTable",
    "AWS::EC2::SecurityGroup": "ec2:CreateSecurityGroup ec2:CreateTags ec2:DescribeSecurityGroups"
    " ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupEgress"
    " ec2:RevokeSecurityGroupIngress ec2:DescribeNetworkInterfaces ec2:DeleteSecurityGroup",
    "AWS::EC2::Subnet": "ec2:CreateSubnet ec2:CreateTags ec2:DescribeSubnets ec2:ModifySubnetAttribute"
    " ec2:DescribeAvailabilityZones ec2:DescribeNetworkAcls ec2:DeleteSubnet",
    "AWS::EC2::SubnetRouteTableAssociation": "ec2:AssociateRouteTable ec2:DescribeRouteTables"
    " ec2:ReplaceRouteTableAssociation ec2:DisassociateRouteTable",
    "AWS::EC2::VPC": "ec2:CreateVpc ec2:CreateTags ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:ModifyVpcAttribute"
    " ec2:DescribeNetworkAcls ec2:DescribeSecurityGroups ec2:DescribeRouteTables ec2:DeleteVpc",
    "AWS::EC2::VPCEndpoint": "ec2:CreateVpcEndpoint ec2:CreateTags ec2:DescribeVpcEndpoints ec2:ModifyVpcEndpoint"
    " ec2:DeleteVpcEndpoints",
    "AWS::Events::Rule": "events:PutRule events:PutTargets events:DescribeRule events:ListTargetsByRule"
    " events:RemoveTargets events:DeleteRule",
    "AWS::IAM::Policy": "iam:PutRolePolicy iam:GetRolePolicy iam:DeleteRolePolicy",
    "AWS::IAM::Role": "iam:CreateRole iam:PutRolePermissionsBoundary iam:PutRolePolicy iam:AttachRolePolicy iam:TagRole"
    " iam:GetRole iam:GetRolePolicy iam:ListRolePolicies iam:ListAttachedRolePolicies iam:DeleteRolePolicy"
    " iam:DetachRolePolicy iam:DeleteRole",
    "AWS::KMS::Alias": "kms:CreateAlias kms:UpdateAlias kms:DeleteAlias",
    "AWS::KMS::Key": "kms:CreateKey kms:EnableKeyRotation kms:PutKeyPolicy kms:DescribeKey kms:ScheduleKeyDeletion",
    "AWS::Kinesis::Stream": "kinesis:CreateStream kinesis:StartStreamEncryption kinesis:DescribeStreamSummary"
    " kinesis:IncreaseStreamRetentionPeriod kinesis:DeleteStream",
    "AWS::Lambda::Alias": "lambda:CreateAlias lambda:GetAlias lambda:UpdateAlias lambda:DeleteAlias"
    " lambda:GetProvisionedConcurrencyConfig",
    "AWS::Lambda::EventInvokeConfig": "lambda:PutFunctionEventInvokeConfig lambda:GetFunctionEventInvokeConfig"
    " lambda:DeleteFunctionEventInvokeConfig",
    "AWS::Lambda::EventSourceMapping": "lambda:CreateEventSourceMapping lambda:GetEventSourceMapping"
    " lambda:UpdateEventSourceMapping lambda:DeleteEventSourceMapping",
    "AWS::Lambda::Function": "lambda:CreateFunction lambda:PutFunctionConcurrency lambda:GetFunction lambda:TagResource"
    " lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:DeleteFunction iam:PassRole",
    "AWS::Lambda::Version": "lambda:PublishVersion lambda:ListVersionsByFunction lambda:GetFunctionConfiguration"
    " lambda:DeleteFunction",
    "AWS::Lambda::Permission": "lambda:AddPermission lambda:GetPolicy lambda:RemovePermission",
    "AWS::Logs::LogGroup": "logs:CreateLogGroup logs:PutRetentionPolicy logs:DescribeLogGroups logs:DeleteLogGroup",
    "AWS::Logs::MetricFilter": "logs:PutMetricFilter logs:DescribeMetricFilters logs:DeleteMetricFilter",
    "AWS::Logs::QueryDefinition": "logs:PutQueryDefinition logs:DescribeQueryDefinitions logs:DeleteQueryDefinition",
    "AWS::S3::Bucket": "s3:CreateBucket s3:PutBucket* s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration"
    " s3:GetBucket* s3:ListBucket s3:DeleteBucket",
    "AWS::S3::BucketPolicy": "s3:PutBucket* s3:GetBucket* s3:DeleteBucketPolicy",
    "AWS::SNS::Subscription": "sns:Subscribe sns:SetSubscriptionAttributes sns:GetSubscriptionAttributes"
    " sns:Unsubscribe",
    "AWS::SNS::Topic": "sns:CreateTopic sns:SetTopicAttributes sns:GetTopicAttributes sns:DeleteTopic",
    "AWS::SNS::TopicPolicy": "sns:SetTopicAttributes",
    "AWS::SQS::Queue": "sqs:CreateQueue sqs:SetQueueAttributes sqs:GetQueueAttributes sqs:TagQueue sqs:DeleteQueue",
    "AWS::SQS::QueuePolicy": "sqs:SetQueueAttributes",
    "AWS::WAFv2::LoggingConfiguration": "wafv2:PutLoggingConfiguration wafv2:GetLoggingConfiguration"
    " wafv2:DeleteLoggingConfiguration logs:CreateLogDelivery logs:DeleteLogDelivery logs:PutResourcePolicy"
    " logs:DescribeResourcePolicies logs:DescribeLogGroups",
    "AWS::WAFv2::WebACL": "wafv2:CreateWebACL wafv2:GetWebACL wafv2:UpdateWebACL wafv2:DeleteWebACL"
    " wafv2:TagResource wafv2:ListTagsForResource",
    "AWS::WAFv2::WebACLAssociation": "wafv2:AssociateWebACL wafv2:DisassociateWebACL wafv2:GetWebACLForResource"
    " wafv2:GetWebACL apigateway:SetWebACL",
    "AWS::SecretsManager::Secret": "secretsmanager:CreateSecret secretsmanager:GetRandomPassword"
    " secretsmanager:TagResource secretsmanager:DescribeSecret secretsmanager:UpdateSecret secretsmanager:DeleteSecret",
    "AWS::Scheduler::Schedule": "scheduler:CreateSchedule scheduler:GetSchedule scheduler:DeleteSchedule iam:PassRole",
}

# And when CodeDeploy leads an alias to another version.
SHIFTS = (
    "codedeploy:CreateDeployment codedeploy:GetDeployment codedeploy:GetDeploymentGroup codedeploy:GetDeploymentConfig"
    " codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision codedeploy:StopDeployment"
)


@pytest.mark.parametrize("api", ["http", "rest"])
@pytest.mark.parametrize("answers", SERVICES.values(), ids=SERVICES)
def test_the_role_may_deploy_what_the_service_is_made_of(answers: dict[str, Any], api: str, render: Renderer) -> None:
    project = render(**{**answers, "api": api, "waf": answers.get("waf", False) and api == "rest"})
    roles = cloudformation.load(project / "ci" / "roles.yaml")["Resources"]
    deploy = list(roles["DeployRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"])
    if "DeployMore" in roles:
        deploy += roles["DeployMore"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = {action for statement in deploy for action in statement["Action"]}
    resources = sam.deployments(project)["prod"].template["Resources"].values()
    needed = {action for resource in resources for action in NEEDED[resource["Type"]].split()}
    if any("UpdatePolicy" in each for each in resources):
        needed |= set(SHIFTS.split())
    if any("ProvisionedConcurrencyConfig" in each.get("Properties", {}) for each in resources):
        needed |= {"lambda:PutProvisionedConcurrencyConfig", "lambda:DeleteProvisionedConcurrencyConfig"}
    if any("VpcConfig" in resource.get("Properties", {}) for resource in resources):
        needed |= {"ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"}
    if any(each.get("Properties", {}).get("PrivateDnsEnabled") for each in resources):
        needed.add("route53:AssociateVPCWithHostedZone")
    assert needed - allowed == set()
    # And nothing for a service that has no such things.
    assert {each.split(":")[0] for each in allowed} - {each.split(":")[0] for each in needed} == {"cloudformation"} | (
        {"s3"} - {each.split(":")[0] for each in needed}
    )


# Methods of boto3 whose permission is not called like them.
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
}
# What the tests' view of a stack may do besides, though no test asks; what empties buckets; what a key asks for.
AROUND = {"lambda:GetFunctionConfiguration", "lambda:ListEventSourceMappings"}
EMPTIES = {"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"}
KEY = {"kms:Decrypt", "kms:GenerateDataKey"}


def calls(source: str) -> set[str]:
    """The permissions that a module needs for what it asks of boto3."""
    found, clients = set(), {}
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and (service := client(node.value)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            clients[ast.unparse(target)] = service
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            service = client(node.func.value) or clients.get(ast.unparse(node.func.value))
            if service and node.func.attr != "client":
                name = ast.literal_eval(node.args[0]) if node.func.attr == "get_paginator" else node.func.attr
                action = f"{service}:{''.join(word.capitalize() for word in name.split('_'))}"
                found.add(ACTIONS.get(action, action))
    return found


def client(node: ast.expr) -> str | None:
    """The service of `boto3.client("…")`."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"boto3.client", "boto3.resource"}:
        return str(ast.literal_eval(node.args[0]))
    return None


@pytest.mark.parametrize("iac", ["sam", "cdk"])
@pytest.mark.parametrize("answers", SERVICES.values(), ids=SERVICES)
def test_the_role_may_do_what_the_end_to_end_tests_do(answers: dict[str, Any], iac: str, render: Renderer) -> None:
    project = render(iac=iac, **answers)
    modules = [*(project / "tests" / "e2e").glob("*.py"), project / "local" / "running.py"]
    needed = set().union(*(calls(path.read_text(encoding="utf-8")) for path in modules))
    assert needed >= {"cloudformation:DescribeStacks", "cloudformation:ListStackResources"}
    if EVERYTHING.items() <= {**answers, "api": EVERYTHING.get("api")}.items():
        assert needed >= {"sqs:ReceiveMessage", "dynamodb:Scan", "events:PutEvents", "kinesis:PutRecord", "sns:Publish"}
    test = cloudformation.load(project / "ci" / "roles.yaml")["Resources"]["Tests"]
    assert (test["Condition"], test["Properties"]["Roles"]) == ("IsTested", [{"Ref": "DeployRole"}])
    allowed = {action for statement in statements(test) for action in statement["Action"]}
    needed |= EMPTIES if "s3:ListBucketVersions" in needed else set()
    needed |= KEY if answers.get("kms") else set()
    unused = {"lambda:ListEventSourceMappings"} if not any("sqs:" in each for each in allowed) else set()
    assert needed - unused - allowed == set()
    assert allowed - needed - AROUND == set()


def test_roles_are_made_within_the_boundary_of_their_environment_only(render: Renderer) -> None:
    for environments, own in {"dev, prod": "dev", "prod": None}.items():
        roles = cloudformation.load(render(environments=environments) / "ci" / "roles.yaml")["Resources"]
        (condition,) = (
            each["Condition"]["ArnEquals"]["iam:PermissionsBoundary"]
            for each in statements(roles["DeployRole"])
            if "iam:CreateRole" in each["Action"]
        )
        named = re.findall(r"policy/([^\"]+)", json.dumps(condition))
        assert named == ["my-service-${Environment}-boundary", *([f"my-service-{own}-boundary"] if own else [])]


@pytest.mark.parametrize("iac", ["sam", "cdk"])
def test_who_shows_a_change_may_delete_nothing(iac: str, render: Renderer) -> None:
    roles = cloudformation.load(render(iac=iac) / "ci" / "roles.yaml")["Resources"]
    actions = {action for each in statements(roles["ReadRole"]) for action in each["Action"]}
    assert {each for each in actions if "Delete" in each} <= {"cloudformation:DeleteChangeSet"}


def test_a_boundary_is_that_of_every_role(render: Renderer) -> None:
    for ci, bounded in {"github": True, "none": False}.items():
        template = sam.deployments(render(ci=ci, **EVERYTHING))["dev"].template
        roles = [each["Properties"] for each in template["Resources"].values() if each["Type"] == "AWS::IAM::Role"]
        assert {"PermissionsBoundary" in role for role in roles} == {bounded}
        assert ("PermissionsBoundary" in template["Parameters"]) == bounded


def statements(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if "Effect" in found:
            yield found
        for value in found.values():
            yield from statements(value)
    elif isinstance(found, list):
        for value in found:
            yield from statements(value)


@pytest.mark.parametrize(
    ("ci", "claims"),
    [
        ("github", {"repo:${Repository}:environment:${Environment}", "repo:${Repository}:ref:refs/heads/main"}),
        (
            "gitlab",
            {
                "project_path:${Repository}:ref_type:branch:ref:main",
                "project_path:${Repository}:ref_type:branch:ref:*",
            },
        ),
    ],
)
def test_roles_trust_one_repository_only(ci: str, claims: set[str], render: Renderer) -> None:
    template = cloudformation.load(render(ci=ci) / "ci" / "roles.yaml")
    trusts = [each for each in statements(template) if each["Action"] == "sts:AssumeRoleWithWebIdentity"]
    assert len(trusts) == 2
    text = json.dumps(trusts)
    assert set(re.findall(r'"((?:repo|project_path):[^"]+)"', text)) == claims
    assert text.count(":aud") == 2


def test_a_repository_is_called_as_its_tokens_call_it(render: Renderer) -> None:
    pattern = cloudformation.load(render() / "ci" / "roles.yaml")["Parameters"]["Repository"]["AllowedPattern"]
    for name in ("acme/shop", "acme@123/shop@456", "my-org/my.shop_1"):
        assert re.fullmatch(pattern, name), name
    for name in ("acme", "acme@123/shop", "acme/shop@456", "acme/*", "acme@x/shop@456", "acme/shop:ref"):
        assert not re.fullmatch(pattern, name), name


def test_without_ci_nothing_is_left_of_it(render: Renderer) -> None:
    project = files(render(ci="none", environments="dev, prod"))
    assert not [name for name in project if name.startswith((".github", ".gitlab", "ci/"))]
    said = b"\n".join(text for name, text in project.items() if name != ".copier-answers.yml").decode()
    assert not re.search(r"github|gitlab|ci-roles|ROLE_ARN|pull.request|merge.request", said, flags=re.IGNORECASE)
