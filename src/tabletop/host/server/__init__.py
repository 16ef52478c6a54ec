"""The class on a network: HTTP and WebSocket over one `tabletop.host.room.Classroom`.

`reach` finds the addresses and says who can reach them, `guard` and `wire` keep strangers in bounds, `turnstile` lets
one thing at a time touch the class, `live` pushes what changed, `app` is the protocol of docs/protocol.md, and
`hosting` is all of it started and stopped. Nothing here decides anything about the game. Starlette, uvicorn, websockets
and segno are imported in this room only, and only by a call that hosts.
"""
