"""An issuer of tokens on this machine, whom the service trusts in the emulator instead of its own."""

import base64
import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3

from local.stack import Stack

# Made anew where it is missing; it opens nothing but the emulator.
KEY = Path(__file__).parent.parent / ".local" / "issuer.json"
BUCKET = "issuer"
# What stands before a hash that is signed with RSA (RFC 8017, section 9.2).
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def url() -> str:
    return f"{os.environ['AWS_ENDPOINT_URL']}/{BUCKET}"


def publish() -> None:
    """Put what an issuer says of itself where the emulator, and functions in it, find it."""
    s3: Any = boto3.client("s3")
    region = os.environ["AWS_REGION"]
    here = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    if BUCKET not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=BUCKET, **here)
    s3.delete_public_access_block(Bucket=BUCKET)
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [anyone]}))
    key = {"kid": "local", "kty": "RSA", "alg": "RS256", "n": number(private()["n"]), "e": number(65537)}
    described = {"issuer": url(), "jwks_uri": f"{url()}/keys.json"}
    for name, said in {".well-known/openid-configuration": described, "keys.json": {"keys": [key]}}.items():
        s3.put_object(Bucket=BUCKET, Key=name, Body=json.dumps(said), ContentType="application/json")


def trusting(stack: Stack, issuer: str) -> Stack:
    """The same stack, for which this issuer is the other one."""
    template = json.loads(json.dumps(stack.template).replace(json.dumps(issuer), json.dumps(url())))
    parameters = {name: url() if value == issuer else value for name, value in stack.parameters.items()}
    return replace(stack, template=template, parameters=parameters)


def token(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """One that says all of this, with a signature that holds."""
    said = {"iss": url(), "sub": "somebody", "client_id": "local", "exp": int(time.time()) + 3600, **claims}
    parts = [{"alg": "RS256", "kid": "local", **header}, said]
    signed = ".".join(text(json.dumps(part).encode()) for part in parts)
    n, d = private()["n"], private()["d"]
    size = (n.bit_length() + 7) // 8
    hashed = SHA256 + hashlib.sha256(signed.encode()).digest()
    padded = b"\0\1" + b"\xff" * (size - len(hashed) - 3) + b"\0" + hashed
    signature = pow(int.from_bytes(padded, "big"), d, n).to_bytes(size, "big")
    return f"{signed}.{text(signature)}"


def private() -> dict[str, int]:
    if not KEY.exists():
        # The emulator's Python has it, and makes the key before any other asks for it.
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

        made = rsa.generate_private_key(65537, 2048).private_numbers()
        KEY.parent.mkdir(exist_ok=True)
        KEY.write_text(json.dumps({"n": made.public_numbers.n, "d": made.d}), encoding="utf-8")
    numbers: dict[str, int] = json.loads(KEY.read_text(encoding="utf-8"))
    return numbers


def number(value: int) -> str:
    return text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
