"""The ground that every noun of the workplace stands on: machines, the log, who may act, and how things are shown."""
