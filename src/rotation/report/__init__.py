"""What a rota looks like: tables, a spreadsheet, a page for a manager, text for a terminal."""
