"""Somebody is told of costs before the bill does."""

from typing import Any

from infrastructure import ByType


def test_the_stack_has_the_budget_of_its_environment(settings: dict[str, Any], by_type: ByType) -> None:
    amounts = [each["Budget"]["BudgetLimit"] for each in by_type["AWS::Budgets::Budget"].values()]
    assert amounts == ([{"Amount": settings["monthly_budget"], "Unit": "USD"}] if settings["monthly_budget"] else [])


def test_it_counts_the_stack_and_nothing_else(by_type: ByType) -> None:
    for budget in by_type["AWS::Budgets::Budget"].values():
        # Else it is of all that the account costs.
        (tag,) = budget["Budget"]["CostFilters"]["TagKeyValue"]
        key, _, value = tag.partition("$")
        assert key == "aws:cloudformation:stack-name"
        assert budget["Budget"]["BudgetName"].startswith(value)


def test_it_tells_of_what_is_expected_and_of_what_is_spent(settings: dict[str, Any], by_type: ByType) -> None:
    for budget in by_type["AWS::Budgets::Budget"].values():
        told = budget["NotificationsWithSubscribers"]
        limits = {each["Notification"]["NotificationType"]: each["Notification"]["Threshold"] for each in told}
        assert limits == {"FORECASTED": 80, "ACTUAL": 100}
        addresses = {subscriber["Address"] for each in told for subscriber in each["Subscribers"]}
        assert addresses == {settings["alarm_email"]}
