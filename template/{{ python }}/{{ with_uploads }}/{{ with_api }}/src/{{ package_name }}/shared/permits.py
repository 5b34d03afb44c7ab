"""Permits to send a file to S3 or to fetch one: the file itself passes no function, and no limit of API Gateway."""

import os
import uuid
from collections.abc import Mapping

import msgspec

from .aws import in_init, unavailable_when_aws_is
from .bucket import INCOMING, PROCESSED, s3
from .errors import NotFoundError
from .response import Response

PERMIT_SECONDS = 15 * 60

in_init(s3)


def permit_upload(bucket_variable: str, content_type: str, size: int) -> dict[str, object]:
    """A form that S3 takes for a quarter of an hour, with one file of exactly this content type and size in bytes."""
    upload_id = str(uuid.uuid4())
    form = s3().generate_presigned_post(
        Bucket=os.environ[bucket_variable],
        Key=INCOMING + upload_id,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", size, size]],
        ExpiresIn=PERMIT_SECONDS,
    )
    return {"id": upload_id, "url": form["url"], "fields": form["fields"], "expires_in": PERMIT_SECONDS}


def permit_download(bucket_variable: str, upload_id: str) -> dict[str, object]:
    """A URL of what was made of an upload. Raises NotFoundError as long as there is none, and UnavailableError."""
    where = {"Bucket": os.environ[bucket_variable], "Key": PROCESSED + upload_id}
    with unavailable_when_aws_is():
        try:
            s3().head_object(Bucket=where["Bucket"], Key=where["Key"])
        except s3().exceptions.ClientError as error:
            if error.response["Error"]["Code"] == "404":
                raise NotFoundError(f"{upload_id} is not there, or not processed yet.") from error
            raise
    # What somebody uploaded is saved, never shown as a page of the bucket's.
    parameters = {**where, "ResponseContentDisposition": "attachment"}
    url = s3().generate_presigned_url("get_object", Params=parameters, ExpiresIn=PERMIT_SECONDS)
    return {"url": url, "expires_in": PERMIT_SECONDS}


def answer_permit(permit: Mapping[str, object], location: str | None = None) -> Response:
    """A permit, which nobody on its way may store; with a location it is a new one."""
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    body = msgspec.json.encode(permit).decode()
    return Response(201, body, {**headers, "Location": location}) if location else Response(200, body, headers)
