"""Runs a built function under debugpy as it is in Lambda, its files in /var/task, wherever they are.

`run.py "OPTIONS OF DEBUGPY" FOLDER HANDLER EVENT` is a stand-in for the container of `sam local`: to a debugger, files
are where the code says that they are. Debugpy then calls it without options.
"""

import importlib
import json
import os
import runpy
import shlex
import sys
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, SimpleNamespace

TASK = "/var/task"


class Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = compile(self.get_data(path), path.replace(folder, TASK), "exec", dont_inherit=True)
        return code


def run() -> None:
    sys.path_hooks.insert(0, FileFinder.path_hook((ExtensionFileLoader, EXTENSION_SUFFIXES), (Loader, [".py"])))
    sys.path_importer_cache.clear()
    sys.path.insert(0, folder)
    name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
    context = SimpleNamespace(
        aws_request_id="00000000-0000-4000-8000-000000000000",
        function_name=name,
        get_remaining_time_in_millis=lambda: 60_000,
        invoked_function_arn=f"arn:aws:lambda:us-east-1:123456789012:function:{name}",
        memory_limit_in_mb=512,
    )
    module, _, attribute = handler.rpartition(".")
    function = getattr(importlib.import_module(module), attribute)
    print(json.dumps(function(json.loads(Path(event).read_text(encoding="utf-8")), context)))


def debug() -> None:
    exists = os.path.exists  # a breakpoint is set in a file that is there only
    os.path.exists = lambda path: exists(str(path).replace(TASK, folder))
    sys.argv = ["debugpy", *shlex.split(options), __file__, "", folder, handler, event]
    runpy.run_module("debugpy", run_name="__main__", alter_sys=True)


options, folder, handler, event = sys.argv[1:]
if options:
    debug()
else:
    run()
