"""How one doing of a playbook is going: a value, saved with its effects in one commit.

`advance` (in `coterie.core.playbook`) is the only maker of these.
"""
