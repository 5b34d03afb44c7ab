"""S3 as its client sees it, in memory: requests end before they reach the network."""

import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

PLAIN = HTTPHeaders.from_dict({"Content-Type": "text/plain"})
NOT_FOUND = b"<Error><Code>NoSuchKey</Code><Message>It is not there.</Message></Error>"


class Content(io.BytesIO):
    """What the network would bring."""

    def stream(self) -> Iterator[bytes]:
        yield self.read()


class FakeS3:
    """The objects of all buckets, by their path."""

    def __init__(self, objects: Mapping[str, bytes]) -> None:
        self.objects = dict(objects)
        self.parts: list[int] = []

    def attach(self, client: Any) -> None:
        """Answer this client's requests from now on: tests share it, for it takes its time to make."""
        client.meta.events.unregister("before-send.s3", unique_id="fake-s3")
        client.meta.events.register("before-send.s3", self._respond, unique_id="fake-s3")

    def open(self, path: str) -> Any:
        return Content(self.objects[path])

    def keep(self, path: str, body: bytes) -> None:
        self.parts.append(len(body))
        self.objects[path] += body

    def _respond(self, request: Any, **_: Any) -> AWSResponse:
        url = urlsplit(request.url)
        path = unquote(url.path).split("/", 2)[2]
        match request.method:
            case "GET" | "HEAD" if path not in self.objects:
                return answer(b"" if request.method == "HEAD" else NOT_FOUND, 404)
            case "GET":
                return AWSResponse(request.url, 200, PLAIN, self.open(path))
            case "HEAD":
                return answer(b"")
            case "POST" if url.query == "uploads":
                self.objects[path] = b""
                return answer(b"<R><UploadId>upload</UploadId></R>")
            case "DELETE":
                del self.objects[path]
            case "PUT":
                if not url.query.startswith("partNumber"):
                    self.objects[path] = b""
                self.keep(path, request.body if isinstance(request.body, bytes) else request.body.read())
        return answer(b"<R><ETag>etag</ETag></R>")


def answer(body: bytes, status: int = 200) -> AWSResponse:
    return AWSResponse("", status, HTTPHeaders.from_dict({"ETag": "etag"}), Content(body))
