"""One module for each command, holding it as `command`."""
