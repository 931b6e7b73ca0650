pytest_plugins = ["tests.guards"]
