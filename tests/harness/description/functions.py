"""Functions: what runs, with which settings, what it may do, and what has it run."""

from typing import Any

from harness.description.deployments import Deployments
from harness.description.resources import Resource, Resources
from harness.description.roles import Roles
from harness.description.triggers import triggers
from harness.description.words import UnknownError, attribute, referred


def functions(resources: Resources) -> dict[str, Any]:
    roles = Roles(resources)
    triggers_of = triggers(resources, roles)
    versions = {it.name: version(it) for it in resources.of("AWS::Lambda::Version")}
    deployments = Deployments(resources, roles)
    described = {
        it.name: {
            **function(it),
            **roles.of(it.take("Role")),
            "may be invoked": permissions(it, resources),
            "invoked without waiting": asynchronous(it, resources),
            "triggers": triggers_of.pop(it.name, {}),
            "aliases": {},
        }
        for it in resources.of("AWS::Lambda::Function")
    }
    for alias in resources.of("AWS::Lambda::Alias"):
        called = described[referred(alias.take("FunctionName"))]
        by_alias, triggered = permissions(alias, resources), triggers_of.pop(alias.name, {})
        # What calls the alias is told with what calls the function, and which of it that is.
        called["may be invoked"] = sorted([*called["may be invoked"], *by_alias])
        called["triggers"] |= triggered
        called["aliases"][alias.take("Name")] = {
            "version": versions.pop(attribute(alias.take("FunctionVersion"), "Version")),
            "kept started": alias.part("ProvisionedConcurrencyConfig").take("ProvisionedConcurrentExecutions", 0),
            "is called by": sorted(triggered),
            "may be invoked by": len(by_alias),
            "deployed": deployments.of(alias.part("UpdatePolicy").part("CodeDeployLambdaAliasUpdate")),
        }
    roles.done()
    deployments.done()
    if versions:
        raise UnknownError(f"versions without an alias: {sorted(versions)}")
    if triggers_of:
        raise UnknownError(f"triggers of what is no function: {triggers_of}")
    return described


def function(it: Resource) -> dict[str, Any]:
    log = it.part("LoggingConfig")
    return {
        "description": it.take("Description"),
        "code": it.take("Code"),
        "runtime": it.take("Runtime"),
        "handler": it.take("Handler"),
        "architectures": it.take("Architectures", ["x86_64"]),
        "memory": it.take("MemorySize", 128),
        "timeout": it.take("Timeout", 3),
        "tracing": it.part("TracingConfig").take("Mode", "PassThrough"),
        "starts from snapshots of": it.part("SnapStart").take("ApplyOn", "None"),
        "reserved concurrency": it.take("ReservedConcurrentExecutions"),
        "in a VPC": it.take("VpcConfig"),
        "variables": it.part("Environment").take("Variables", {}),
        "log": {
            "group": log.take("LogGroup", f"/aws/lambda/${{{it.name}}}"),
            "format": log.take("LogFormat", "Text"),
            "level": log.take("ApplicationLogLevel"),
            "level of Lambda's own": log.take("SystemLogLevel"),
        },
    }


def version(it: Resource) -> dict[str, Any]:
    return {
        "function": referred(it.take("FunctionName")),
        "description": it.take("Description"),
        # When a version's code or settings change, its id does: to be replaced is to be removed.
        "when it is not the newest": it.take("DeletionPolicy", "Delete"),
        "when replaced": it.take("UpdateReplacePolicy", "Delete"),
    }


def permissions(it: Resource, resources: Resources) -> list[str]:
    """Who may have the function run, and from where."""
    return sorted(
        f"by {each.take('Principal')} for {each.take('SourceArn')}{by_other_means(each)}"
        for each in resources.of("AWS::Lambda::Permission", FunctionName=it.name)
    )


def by_other_means(permission: Resource) -> str:
    action = permission.take("Action")
    return "" if action == "lambda:InvokeFunction" else f" ({action})"


def asynchronous(it: Resource, resources: Resources) -> dict[str, Any]:
    """How often it is tried again when nobody waits for it, and who hears of its failure."""
    settings: dict[str, Any] = {}
    for each in resources.of("AWS::Lambda::EventInvokeConfig", FunctionName=it.name):
        settings = {
            "of": each.take("Qualifier", "$LATEST"),
            "retries": each.take("MaximumRetryAttempts", 2),
            "until it is this old": each.take("MaximumEventAgeInSeconds", 21600),
            "then to": each.part("DestinationConfig").part("OnFailure").take("Destination"),
        }
    return settings
