"""One file per scenario, each with measure(bench), which answers with rows of the table."""
