"""Budgets: what they count, and whom they tell when."""

from typing import Any

from harness.description.resources import Resource, Resources


def budgets(resources: Resources) -> dict[str, Any]:
    return {it.name: budget(it) for it in resources.of("AWS::Budgets::Budget")}


def budget(it: Resource) -> dict[str, Any]:
    of, limit = it.part("Budget"), it.part("Budget").part("BudgetLimit")
    return {
        "name": of.take("BudgetName"),
        "counts": f"{of.take('TimeUnit')} {of.take('BudgetType')}",
        "only": of.take("CostFilters"),
        "limit": f"{limit.take('Amount')} {limit.take('Unit')}",
        "tells": [
            (
                notice.part("Notification").take_all(),
                [f"{each.take('SubscriptionType')} {each.take('Address')}" for each in notice.parts("Subscribers")],
            )
            for notice in it.parts("NotificationsWithSubscribers")
        ],
    }
