"""A bot that takes a seat in a class and plays it: python bot.py http://ADDRESS CODE [NAME]

It waits to be admitted, and in every turn seals the choice with the best chance among those it is offered. It needs
`pip install websockets` and nothing of Tabletop: what it says and hears is docs/protocol.md.
"""

import json
import sys
import urllib.error
import urllib.request
import uuid
from typing import Any

from websockets.sync.client import connect


def call(address: str, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
    """One request; the same request may be sent again, for its id makes it count once."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)


def choose(address: str, token: str, board: dict[str, Any]) -> dict[str, Any]:
    """Work alone or together on the first crisis, whichever the host says is likelier to help; else hold."""
    choices = [{"strategy": "hold"}]
    for crisis in board["crises"][:1]:
        choices += [{"strategy": word, "effort": 1, "card": crisis["card"]} for word in ("multilateral", "bilateral")]
    odds = [call(address, "/api/ask", {"ask": "odds", "choice": choice}, token) for choice in choices]
    chances = [float(told.get("chance", 0)) for told in odds]  # 0 for what cannot be chosen, and is refused
    return choices[chances.index(max(chances))]


def play(address: str, code: str, name: str) -> None:
    token = call(address, "/api/join", {"code": code, "name": name, "wants": "player"})["token"]
    parts, sealed = {}, 0
    with connect(address.replace("http", "ws", 1) + "/api/live", max_size=None) as line:
        line.send(json.dumps({"token": token}))
        for push in map(json.loads, line):
            if push["kind"] == "bye":
                print(push["message"])
                return
            parts |= push.get("parts", {})
            board = parts.get("board")
            if not board or not parts["me"]["speaker"] or board["over"] or sealed >= board["turn"]:
                continue
            if parts["phase"]["phase"] in ("brief", "caucus", "commit"):
                choice = choose(address, token, board)
                body = {"verb": "commit", "id": uuid.uuid4().hex, "turn": board["turn"], "choice": choice}
                told = call(address, "/api/do", body, token)
                sealed = board["turn"] if told["ok"] else sealed
                print(f"turn {board['turn']}: {choice['strategy']}", told.get("error", {}).get("message", ""))


if __name__ == "__main__":
    play(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "Bot")
