"""Uploads: what EventBridge tells of them, and how a file of any size passes through a function, piece by piece."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from boto3.s3.transfer import TransferConfig

from .aws import in_init, unavailable_when_aws_is
from .bucket import INCOMING, PROCESSED, s3
from .errors import NotFoundError
from .job import Handler, job

PIECE_BYTES = 1024 * 1024
# S3 answers a part when it has stored it.
PATIENCE_SECONDS = 20

# Without threads one part of 8 MB is in memory at a time; S3 takes 10,000 of them.
_ONE_BY_ONE = TransferConfig(use_threads=False)

in_init(lambda: s3(PATIENCE_SECONDS))


@dataclass(frozen=True)
class Upload:
    """A file in a bucket; `key` stays the same when its event comes again, and is another when the file is replaced."""

    key: str
    bucket: str
    path: str

    def transform(self, process: Callable[[str, Iterator[bytes]], Iterator[bytes]]) -> str:
        """Write what `process` makes of the file's name and content, and give the path of what was written.

        Raises NotFoundError when the file is gone, UnavailableError, and whatever `process` raises; nothing is written
        then.
        """
        client = s3(PATIENCE_SECONDS)
        name = self.path.removeprefix(INCOMING)
        with unavailable_when_aws_is():
            try:
                found = client.get_object(Bucket=self.bucket, Key=self.path)
            except client.exceptions.NoSuchKey as error:
                raise NotFoundError(f"There is no {self.path}.") from error
            client.upload_fileobj(
                Fileobj=cast("IO[bytes]", _Pieces(process(name, found["Body"].iter_chunks(PIECE_BYTES)))),
                Bucket=self.bucket,
                Key=PROCESSED + name,
                ExtraArgs={"ContentType": found["ContentType"]},
                Config=_ONE_BY_ONE,
            )
        return PROCESSED + name


class _Pieces:
    """Pieces of any size as the file that an upload reads its parts from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._waiting = bytearray()

    def read(self, size: int = sys.maxsize) -> bytes:
        while len(self._waiting) < size and (piece := next(self._pieces, None)) is not None:
            self._waiting += piece
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken


def upload_worker(name: str, bucket_variable: str) -> Callable[[Callable[[Upload], str]], Handler]:
    """The handler of the function `name`, which does each upload to the bucket once by the decorated function."""

    def decorate(work: Callable[[Upload], str]) -> Handler:
        def work_on(upload: Upload, _: int) -> str:
            # The rule does not tell the function of what it has written itself; should that ever change, it ends here.
            return work(upload) if upload.path.startswith(INCOMING) else "left alone: it is no upload"

        return job(name, lambda event: _upload(event, os.environ[bucket_variable]), work_on)

    return decorate


def _upload(event: dict[str, Any], bucket: str) -> tuple[str, Upload]:
    # EventBridge gives the path as it is; only S3's own notifications give it URL-encoded.
    path, sequencer = event["detail"]["object"]["key"], event["detail"]["object"]["sequencer"]
    key = f"{path}#{sequencer}"
    return key, Upload(key, bucket, path)
