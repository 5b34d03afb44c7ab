/** The service's environments, a stack each: `npx cdk list` names them, cdk.json says what differs between them. */
import { App } from 'aws-cdk-lib';
import { ServiceStack } from './service-stack.ts';
import { checked } from './settings.ts';

export const app = new App();
const rows = Object.entries<unknown>(app.node.getContext('environments'));
const environments = rows.map(([name, row]) => ({ name, settings: checked(name, row) }));
for (const { name, settings } of environments) {
  new ServiceStack(app, name, settings);
}
