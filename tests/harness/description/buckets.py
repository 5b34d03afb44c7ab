"""Buckets, who may not get at them, and what becomes of what is in them."""

from typing import Any

from harness.description.policies import sentences, with_policies
from harness.description.resources import Resource, Resources, fate


def buckets(resources: Resources) -> dict[str, Any]:
    found = with_policies(resources, "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket")
    return {it.name: bucket(it, policy) for it, policy in found}


def bucket(it: Resource, policy: Any) -> dict[str, Any]:
    itself = {f"${{{it.name}.Arn}}": "itself", f"${{{it.name}.Arn}}/*": "what is in it"}
    return {
        "name": it.take("BucketName"),
        "encryption": it.take("BucketEncryption"),
        "owner": it.take("OwnershipControls"),
        "public access": it.take("PublicAccessBlockConfiguration"),
        "versions": it.take("VersioningConfiguration"),
        "removes": {each.take("Id"): each.take_all() for each in it.part("LifecycleConfiguration").parts("Rules")},
        "pages of": it.take("CorsConfiguration"),
        "tells": it.take("NotificationConfiguration"),
        "policy": sentences(policy, itself),
        **fate(it),
    }
