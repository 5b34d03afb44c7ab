"""What people look at: dashboards, and queries of the logs."""

from typing import Any

from harness.description.resources import Resource, Resources
from harness.description.words import document, listed


def dashboards(resources: Resources) -> dict[str, Any]:
    return {it.name: dashboard(it) for it in resources.of("AWS::CloudWatch::Dashboard")}


def dashboard(it: Resource) -> dict[str, Any]:
    return {"name": it.take("DashboardName"), "shows": document(it.take("DashboardBody"))}


def saved_queries(resources: Resources) -> dict[str, Any]:
    return {it.name: saved_query(it) for it in resources.of("AWS::Logs::QueryDefinition")}


def saved_query(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("Name"),
        "reads": sorted(listed(it.take("LogGroupNames"))),
        "asks": it.take("QueryString"),
        "in the language": it.take("QueryLanguage", "CWLI"),
    }
