"""What the service may cost a month."""

from aws_cdk import Stack
from aws_cdk import aws_budgets as budgets

from infra.settings import Settings


def limit_costs(stack: Stack) -> None:
    """Tell the alarms' address of the stack's costs, unless its environment has no budget."""
    settings = Settings.of(stack)
    if settings.monthly_budget > 0:
        budgets.CfnBudget(
            stack,
            "ServiceBudget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_limit=budgets.CfnBudget.SpendProperty(amount=settings.monthly_budget, unit="USD"),
                # Budgets are of the account, not of a region.
                budget_name=f"{stack.stack_name}-{stack.region}",
                budget_type="COST",
                # By a tag of CloudFormation's: README says how it is activated.
                cost_filters={"TagKeyValue": [f"aws:cloudformation:stack-name${stack.stack_name}"]},
                time_unit="MONTHLY",
            ),
            notifications_with_subscribers=[
                notice("FORECASTED", 80, settings.alarm_email),
                notice("ACTUAL", 100, settings.alarm_email),
            ],
        )


def notice(kind: str, percent: int, address: str) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            comparison_operator="GREATER_THAN",
            notification_type=kind,
            threshold=percent,
            threshold_type="PERCENTAGE",
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(address=address, subscription_type="EMAIL")],
    )
