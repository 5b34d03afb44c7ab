/** What the service may cost a month. */
import type { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import { settingsOf } from '../settings.ts';

/** Tell the alarms' address of the stack's costs, unless its environment has no budget. */
export function limitCosts(stack: Stack): void {
  const { alarmEmail, monthlyBudget } = settingsOf(stack);
  if (monthlyBudget > 0) {
    new budgets.CfnBudget(stack, 'ServiceBudget', {
      budget: {
        budgetLimit: { amount: monthlyBudget, unit: 'USD' },
        // Budgets are of the account, not of a region.
        budgetName: `${stack.stackName}-${stack.region}`,
        budgetType: 'COST',
        // By a tag of CloudFormation's: README says how it is activated.
        costFilters: { TagKeyValue: [`aws:cloudformation:stack-name$${stack.stackName}`] },
        timeUnit: 'MONTHLY',
      },
      notificationsWithSubscribers: [notice('FORECASTED', 80, alarmEmail), notice('ACTUAL', 100, alarmEmail)],
    });
  }
}

function notice(kind: string, percent: number, address: string): budgets.CfnBudget.NotificationWithSubscribersProperty {
  return {
    notification: {
      comparisonOperator: 'GREATER_THAN',
      notificationType: kind,
      threshold: percent,
      thresholdType: 'PERCENTAGE',
    },
    subscribers: [{ address, subscriptionType: 'EMAIL' }],
  };
}
