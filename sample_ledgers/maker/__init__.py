"""What makes the sample ledgers: fictional rows, realistic layouts, and the findings each file must give."""
