"""What a correct table is: the plan, the fields, the ledger kinds, the rules."""
