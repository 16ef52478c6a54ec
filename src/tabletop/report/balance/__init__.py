"""A campaign's balance, measured: the facts that `workbench.balance` finds, and the page they are told on."""
