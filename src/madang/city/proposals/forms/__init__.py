"""Forms of ideas: the shape of what was typed; whether it may be is a rule's."""
