"""Tries a new version of a function before CodeDeploy leads any calls to it.

CodeDeploy runs this for each function that it deploys. The version is called with its event of checks.json, which
changes nothing; it has to answer, and with no error of its own. Lambda's Python has AWS's SDK: nothing is packaged.
"""

import json
import logging
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

CHECKS: dict[str, Any] = json.loads(Path(__file__).with_name("checks.json").read_text(encoding="utf-8"))
# Whatever happens, CodeDeploy is told before this function's own timeout: it would wait for an hour.
CONFIG = Config(connect_timeout=2, read_timeout=40, retries={"total_max_attempts": 2})
PATIENCE = {"Delay": 2, "MaxAttempts": 10}
SERVER_ERROR = 500

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, str], _context: object) -> None:
    codedeploy = boto3.client("codedeploy", config=CONFIG)
    deployment = event["DeploymentId"]
    try:
        problems = [each for target in targets(codedeploy, deployment) for each in problems_of(**target)]
    except Exception:
        logger.exception("The check could not be made.")
        problems = ["The check could not be made."]
    for problem in problems:
        logger.error(problem)
    codedeploy.put_lifecycle_event_hook_execution_status(
        deploymentId=deployment,
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Failed" if problems else "Succeeded",
    )


def targets(codedeploy: Any, deployment: str) -> list[dict[str, str]]:
    """The functions of a deployment, each with its new version."""
    ids = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    found = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=ids)["deploymentTargets"]
    functions = [each["lambdaTarget"]["lambdaFunctionInfo"] for each in found]
    if not functions:
        raise LookupError(f"The deployment {deployment} has no functions.")
    return [{"function": each["functionName"], "version": each["targetVersion"]} for each in functions]


def problems_of(function: str, version: str) -> list[str]:
    """What is wrong with a version, if anything is."""
    client: Any = boto3.client("lambda", config=CONFIG)
    client.get_waiter("published_version_active").wait(FunctionName=function, Qualifier=version, WaiterConfig=PATIENCE)
    # A version's description begins with what people call its function.
    described = client.get_function_configuration(FunctionName=function, Qualifier=version)["Description"]
    check = CHECKS[described.split()[0]]
    answer = client.invoke(FunctionName=function, Qualifier=version, Payload=json.dumps(check))
    said = json.loads(answer["Payload"].read() or "null")
    logger.info("%s answers %s", described, json.dumps(said))
    if "FunctionError" in answer:
        return [f"{function}, version {version}, fails: {json.dumps(said)}"]
    if isinstance(said, dict) and said.get("statusCode", 0) >= SERVER_ERROR:
        return [f"{function}, version {version}, answers {said['statusCode']}"]
    return []
