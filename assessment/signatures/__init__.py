"""What every signature in assessment shares: its columns, its statement, its remark, its ledger entry."""
