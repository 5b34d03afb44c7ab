"""The service's environments, a stack each: `npx cdk list` names them, cdk.json says what differs between them."""

import aws_cdk as cdk

from infra.service_stack import ServiceStack
from infra.settings import Settings

app = cdk.App()
environments = {name: Settings.read(name, row) for name, row in app.node.get_context("environments").items()}
for name, settings in environments.items():
    ServiceStack(app, name, settings)
app.synth()
