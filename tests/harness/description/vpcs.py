"""VPCs: their subnets, where these lead, and who may send what to whom in them."""

from typing import Any

from harness.description.policies import sentences
from harness.description.resources import Resource, Resources
from harness.description.words import attribute, listed, referred


def vpcs(resources: Resources) -> dict[str, Any]:
    return {it.name: vpc(it, resources) for it in resources.of("AWS::EC2::VPC")}


def vpc(it: Resource, resources: Resources) -> dict[str, Any]:
    parts = {
        "subnets": ("AWS::EC2::Subnet", subnet),
        "route tables": ("AWS::EC2::RouteTable", route_table),
        "security groups": ("AWS::EC2::SecurityGroup", security_group),
        "endpoints": ("AWS::EC2::VPCEndpoint", endpoint),
    }
    return {
        "addresses": it.take("CidrBlock"),
        "answers names": it.take("EnableDnsSupport", default=True),
        "gives names": it.take("EnableDnsHostnames", default=False),
        **{
            noun: {each.name: described(each, resources) for each in resources.of(kind, VpcId=it.name)}
            for noun, (kind, described) in parts.items()
        },
    }


def subnet(it: Resource, resources: Resources) -> dict[str, Any]:
    associations = resources.of("AWS::EC2::SubnetRouteTableAssociation", SubnetId=it.name)
    return {
        "addresses": it.take("CidrBlock"),
        "zone": it.take("AvailabilityZone"),
        "public": it.take("MapPublicIpOnLaunch", default=False),
        "routes": {each.name: referred(each.take("RouteTableId")) for each in associations},
    }


def route_table(_: Resource, __: Resources) -> dict[str, Any]:
    """What it says beside the routes to endpoints: no other is known."""
    return {}


def security_group(it: Resource, _: Resources) -> dict[str, Any]:
    return {
        "description": it.take("GroupDescription"),
        # Without a word on it, a group lets everything out.
        "out": it.take("SecurityGroupEgress", "everything"),
        "in": it.take("SecurityGroupIngress", []),
    }


def endpoint(it: Resource, _: Resources) -> dict[str, Any]:
    return {
        "of": it.take("ServiceName"),
        "kind": it.take("VpcEndpointType", "Gateway"),
        "policy": sentences(it.take("PolicyDocument")),
        "answers to the service's name": it.take("PrivateDnsEnabled", default=False),
        "route tables": sorted(map(referred, listed(it.take("RouteTableIds")))),
        "security groups": sorted(attribute(each, "GroupId") for each in listed(it.take("SecurityGroupIds"))),
        "subnets": sorted(map(referred, listed(it.take("SubnetIds")))),
    }
