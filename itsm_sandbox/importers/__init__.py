"""Readers of the files that people upload: CSV and Excel workbooks in, plain tables of text out."""
