"""`make tags` and `make release VERSION=1.2.3`."""

import sys

from releases.prepare import prepare
from releases.table import ROOT, Refusal, releases, tag


def main(*arguments: str) -> None:
    if arguments == ("tags",):
        new = [release.tag for release in releases() if tag(release)]
        print(f"New on this machine: {', '.join(new)}." if new else "Every release has its tag.")
        return
    release = prepare(ROOT, arguments[1])
    print(f"{release.version} is committed and tagged here. Next: git push origin HEAD {release.tag}")


try:
    main(*sys.argv[1:])
except Refusal as reason:
    sys.exit(str(reason))
