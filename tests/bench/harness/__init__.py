"""What every scenario needs: processes that end with the run, servers, loads, the table."""
