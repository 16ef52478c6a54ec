"""A class on a network: the class itself (`room`), its server (`server`) and the pages that browsers are given (`web`)."""
