/** What people look at when something is wrong: README says how. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CfnElement, Fn, type Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { ServiceFunction } from './service-function.ts';

const INFRA = join(import.meta.dirname, '..');
// CloudWatch takes no more log groups in a query; the rule on so many alarms is within its 10,240 characters.
const MOST = 50;

/** Add a dashboard, saved queries of the logs, and one alarm on all alarms that the stack has by now. */
export function overlook(stack: Stack): void {
  new cloudwatch.CfnDashboard(stack, 'ServiceDashboard', {
    dashboardBody: Fn.sub(readFileSync(join(INFRA, 'dashboard.json'), 'utf8')),
    // Dashboards are of the account, not of a region.
    dashboardName: `${stack.stackName}-${stack.region}`,
  });
  const alarms = ordered(stack, (each) => each instanceof cloudwatch.Alarm);
  for (const [suffix, some] of batched(alarms)) {
    // It tells nobody: each alarm does so itself. Pagers, status pages and deployments look at this one.
    new cloudwatch.CompositeAlarm(stack, `ServiceAlarm${suffix}`, {
      alarmDescription: 'An alarm of the service is on',
      alarmRule: cloudwatch.AlarmRule.anyOf(...some),
      compositeAlarmName: [stack.stackName, suffix].filter(Boolean).join('-'),
    });
  }
  const queries: Record<string, { name: string; lines: string[] }> = JSON.parse(
    readFileSync(join(INFRA, 'queries.json'), 'utf8'),
  );
  // Those of the functions, not the API's.
  const logGroups = ordered(stack, (each) => each instanceof logs.LogGroup);
  for (const [suffix, some] of batched(logGroups.filter((each) => each.node.scope instanceof ServiceFunction))) {
    for (const [logicalId, { name, lines }] of Object.entries(queries)) {
      new logs.CfnQueryDefinition(stack, `${logicalId}${suffix}`, {
        logGroupNames: some.map((logGroup) => logGroup.logGroupName),
        name: `${stack.stackName}/${[name, suffix].filter(Boolean).join(' ')}`,
        queryString: lines.join('\n| '),
      });
    }
  }
}

/** All of a kind, by their logical ids. */
function ordered<Kind extends IConstruct>(stack: Stack, isOne: (each: IConstruct) => each is Kind): Kind[] {
  const id = (each: IConstruct) => stack.getLogicalId(each.node.defaultChild as CfnElement);
  const found = stack.node.findAll().filter(isOne);
  return found.sort((one, other) => (id(one) < id(other) ? -1 : 1));
}

/** In batches of what CloudWatch takes; all but the first have a number. */
function* batched<Kind>(all: Kind[]): Generator<[string, Kind[]]> {
  for (let first = 0; first < all.length; first += MOST) {
    yield [first ? `${first / MOST + 1}` : '', all.slice(first, first + MOST)];
  }
}
