"""Runs of playbooks in the engine: what starts them, what happens to them, how they are advanced, kept and shown.

`coterie.core.playbook.advance` says what comes next in a run, and touches nothing; here it is joined to what happens and to the store.
"""
