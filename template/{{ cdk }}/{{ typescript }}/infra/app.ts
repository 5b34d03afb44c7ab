/** The service's environments, a stack each: `npx cdk list` names them, cdk.json says what differs between them. */
import { App } from 'aws-cdk-lib';
import { ServiceStack } from './service-stack.ts';
import { checked } from './settings.ts';

export const app = new App();
const environments: Record<string, object> = app.node.getContext('environments');
for (const [name, settings] of Object.entries(environments)) {
  new ServiceStack(app, name, checked(name, settings));
}
