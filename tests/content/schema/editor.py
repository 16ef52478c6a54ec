"""A small editor: it talks to a language server as VS Code, Neovim and Helix do, over its standard streams."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds to wait for one answer, on a machine that is busy with other tests."""
SETTINGS = {
    "yaml": {
        "validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False}, "schemas": {}, "format": {"enable": False},
    }
}  # fmt: skip


class Editor:
    """One server and the files that are open in it."""

    def __init__(self, call: list[str], folder: Path) -> None:
        # Its own network access would be a fault of the test: no settings name an address, and no proxy answers.
        self.process = subprocess.Popen(
            call, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.replies: dict[int, queue.Queue[Any]] = {}
        self.told: dict[str, queue.Queue[list[dict[str, Any]]]] = {}
        self.number = self.version = 0
        self.lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()
        root = folder.as_uri()
        markdown = {"contentFormat": ["markdown", "plaintext"]}
        item = {"documentationFormat": ["markdown"], "snippetSupport": True}
        self.ask(
            "initialize",
            processId=None,
            rootUri=root,
            workspaceFolders=[{"uri": root, "name": "pack"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True, "didChangeConfiguration": {}},
                "textDocument": {"hover": markdown, "completion": {"completionItem": item}, "publishDiagnostics": {}},
            },
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=SETTINGS)

    def open(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """The server's findings on a file, or on what its text might be."""
        uri = file.as_uri()
        found = self.told[uri] = queue.Queue()
        whole = file.read_text(encoding="utf-8") if text is None else text
        # The server keeps what it parsed by name and version.
        self.version += 1
        opened = {"uri": uri, "languageId": "yaml", "version": self.version, "text": whole}
        self.tell("textDocument/didOpen", textDocument=opened)
        return found.get(timeout=PATIENCE)

    def complete(self, file: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What is offered at a place counted from 0, by label."""
        answer = self.ask("textDocument/completion", **_at(file, line, column))
        return {item["label"]: item for item in answer["items"]}

    def hover(self, file: Path, line: int, column: int) -> str:
        answer = self.ask("textDocument/hover", **_at(file, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        waiting: queue.Queue[Any] = queue.Queue()
        self.replies[self.number] = waiting
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        answer = waiting.get(timeout=PATIENCE)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        with self.lock:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()

    def _listen(self) -> None:
        for message in self._messages():
            if "method" not in message:
                self.replies.pop(message["id"]).put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                found = self.told.get(message["params"]["uri"])
                if found is not None:
                    found.put(message["params"]["diagnostics"])
            elif "id" in message:
                result: Any = None
                if message["method"] == "workspace/configuration":
                    result = [SETTINGS.get(item.get("section"), {}) for item in message["params"]["items"]]
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _messages(self) -> Iterator[dict[str, Any]]:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            yield json.loads(stream.read(length))


def _at(file: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}}


@contextmanager
def editor(call: list[str], folder: Path) -> Iterator[Editor]:
    """An editor that is closed at the end."""
    made = Editor(call, folder)
    try:
        yield made
    finally:
        made.stop()
