select name from pg_timezone_names
