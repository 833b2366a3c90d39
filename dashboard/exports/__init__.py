"""Files made of query rows: workbooks, letters. Text of people is always text in them, never a formula or markup."""
