"""A class on a network: the class itself (`room`), its server (`server`), the pages of browsers (`web`), a client."""
