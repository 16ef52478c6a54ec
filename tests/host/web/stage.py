"""A host of cardboard around a real class: what the class says goes to the browser without a network.

The states that the pages are shown are thus always those of the class, and a test can hold the line, lose it, or send
what no host would.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tabletop.errors import TabletopError
from tabletop.host.server.guard import POLICY
from tabletop.host.server.pages import NAMED, read_pages

ADDRESS = "http://class.test"
PAGES = read_pages()
Parts = dict[str, Any]


def until(page: Any, truth: str, seconds: float = 60.0) -> None:
    """Wait until an expression is true on the page; the browser's own way of waiting is against the policy."""
    end = time.monotonic() + seconds
    while not page.evaluate(truth):
        assert time.monotonic() < end, f"never true: {truth}"
        page.wait_for_timeout(50)


class Stage:
    """What one browser context talks to.

    `parts` is the state that it sends.  With a `room` and a `person` verbs and questions are the class's; else they are
    all answered with yes.  `done` is what was asked, `down` a host that does not answer, `refuse` a refusal by verb.
    """

    def __init__(self, context: Any, parts: Parts, room: Any = None, person: Any = None) -> None:
        self.context, self.parts, self.room, self.person = context, parts, room, person
        self.done: list[dict[str, Any]] = []
        self.sockets: list[Any] = []
        self.epoch, self.version = 1, 1
        self.down = False
        self.missed: list[str] = []
        """The paths that were asked for in vain while it was down."""
        self.refuse: dict[str, tuple[int, str, str]] = {}
        self.answers: dict[str, Callable[[Parts], Parts]] = {}
        context.route("**/*", self._route)
        context.route_web_socket("**/api/live", self._live)

    def open(self, path: str = "/seat", token: str = "a-token") -> Any:
        """A page of this context, with a ticket in its pocket; `page.faults` must stay empty."""
        page = self.context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text) if "Content Security" in said.text else None)
        if token:
            page.add_init_script(f"""if (!sessionStorage.out) sessionStorage.setItem('tabletop.ticket', '"{token}"')""")
        page.set_default_timeout(60_000)
        page.goto(ADDRESS + path)
        return page

    def push(self, **parts: Any) -> None:
        """Send changed parts to every open line, as the next version."""
        self.version += 1
        self.parts.update(parts)
        self.send(self.epoch, self.version, parts)

    def send(self, epoch: int, version: int, parts: Parts) -> None:
        """Send just this, whatever it is."""
        text = json.dumps({"kind": "state", "epoch": epoch, "version": version, "parts": parts})
        for socket in list(self.sockets):
            socket.send(text)

    def until_missed(self, page: Any, path: str) -> None:
        """Wait until something was asked for in vain."""
        end = time.monotonic() + 60
        while path not in self.missed:
            assert time.monotonic() < end, f"nobody asks for {path}"
            page.wait_for_timeout(50)

    def hang_up(self) -> None:
        """The host is gone: lines break, and nothing answers."""
        self.down = True
        for socket in list(self.sockets):
            socket.close()
        self.sockets.clear()

    def _live(self, socket: Any) -> None:
        if self.down:
            socket.close()
            return

        def hear(text: Any) -> None:
            if "token" in json.loads(text):
                self.sockets.append(socket)
                state = {"kind": "state", "epoch": self.epoch, "version": self.version, "parts": self.parts}
                socket.send(json.dumps(state))
            else:
                socket.send(json.dumps({"kind": "here", "epoch": self.epoch, "version": self.version}))

        socket.on_message(hear)

    def _route(self, route: Any) -> None:
        path = urlsplit(route.request.url).path
        if self.down:
            self.missed.append(path)
            route.abort()
            return
        page = PAGES.get(NAMED.get(path) or path.removeprefix("/web/"))
        if page is not None:
            policy = POLICY.format(live=" ws://class.test")
            route.fulfill(body=page.body, headers={"content-type": page.kind, "content-security-policy": policy})
            return
        body = json.loads(route.request.post_data or "{}")
        self.done.append(body)
        what = str(body.get("verb") or body.get("ask") or path)
        status, answer = 200, {"ok": True, "version": self.version}
        try:
            if what in self.refuse:
                status, message, step = self.refuse[what]
                answer = {"ok": False, "error": {"message": message, "next": step}}
            elif what in self.answers:
                answer = self.answers[what](body)
            elif self.room is not None and "ask" in body:
                answer = self.room.ask(self.person, body)
            elif self.room is not None and "verb" in body:
                answer = self.room.do(self.person, body)
                self.push(**self.room.state(self.person))
        except TabletopError as error:
            status = getattr(error, "status", 409)
            answer = {"ok": False, "error": {"message": error.message, "next": error.next_step}}
        route.fulfill(status=status, json=answer)
