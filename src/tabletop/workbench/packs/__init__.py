"""Sharing: a campaign or deck as one plain zip, looked through before anything of it is kept, and installed whole."""
