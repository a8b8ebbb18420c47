"""Pure rules of the practice workplace: machines, clocks, priorities, metrics. No database, no Flask."""
