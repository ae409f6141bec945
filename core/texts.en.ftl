# What the core itself says. Arguments of each text stand in its English form.

# --- commands
