"""What a service is, whichever tool wrote its template: plain values, by words of our own.

Two templates that describe one system have equal descriptions. What no word is known for raises `UnknownError`.
"""

from typing import Any

from harness.description.alarms import alarms, service_alarms
from harness.description.buckets import buckets
from harness.description.budgets import budgets
from harness.description.dashboards import dashboards, saved_queries
from harness.description.deployment import Deployment
from harness.description.domains import domains, records
from harness.description.functions import functions
from harness.description.http_apis import http_apis
from harness.description.keys import keys
from harness.description.kinesis_streams import kinesis_streams
from harness.description.log_groups import log_groups, metric_filters
from harness.description.queues import queues
from harness.description.resources import Resources
from harness.description.rest_apis import rest_apis
from harness.description.secrets import secrets
from harness.description.tables import tables
from harness.description.topics import topics
from harness.description.user_pools import user_pools
from harness.description.vpcs import vpcs
from harness.description.web_acls import web_acls
from harness.description.words import UnknownError, Words

Description = dict[str, Any]
NOUNS = {
    "HTTP APIs": http_apis,
    "REST APIs": rest_apis,
    "domains": domains,
    "records": records,
    "functions": functions,
    "log groups": log_groups,
    "metric filters": metric_filters,
    "saved queries": saved_queries,
    "queues": queues,
    "topics": topics,
    "Kinesis streams": kinesis_streams,
    "tables": tables,
    "buckets": buckets,
    "secrets": secrets,
    "user pools": user_pools,
    "alarms": alarms,
    "alarms on alarms": service_alarms,
    "dashboards": dashboards,
    "budgets": budgets,
    "keys": keys,
    "web ACLs": web_acls,
    "VPCs": vpcs,
}


def describe(deployment: Deployment) -> Description:
    resources = Resources(deployment)
    description = {
        "stack": stack(deployment),
        **{noun: described(resources) for noun, described in NOUNS.items()},
        "outputs": outputs(deployment),
        "own tags": {each.name: each.own_tags for each in resources if each.own_tags},
    }
    if unknown := list(resources.unknown()):
        raise UnknownError("\n".join(unknown))
    return description


def stack(deployment: Deployment) -> Description:
    """What is known of the whole; what a template says to tools is no part of it."""
    template = Words("the template", deployment.template)
    for word in ("AWSTemplateFormatVersion", "Conditions", "Metadata", "Outputs", "Parameters", "Resources"):
        template.take(word)
    description = {
        "name": deployment.stack_name,
        "description": template.take("Description"),
        "region": deployment.region,
        "tags": deployment.tags,
        "protected from deletion": deployment.termination_protection,
    }
    template.done()
    return description


def outputs(deployment: Deployment) -> Description:
    described = {}
    for name, said in deployment.settled("Outputs").items():
        output = Words(name, said)
        described[name] = {"is": output.take("Value"), "description": output.take("Description")}
        output.done()
    return described
