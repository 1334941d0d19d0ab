-- Extensions that are always there, where the server has them.

-- unless: exists (select from pg_extension where extname = 'pgcrypto')
-- unless: not exists (select from pg_available_extensions where name = 'pgcrypto')
create extension pgcrypto with schema extensions;

-- unless: exists (select from pg_extension where extname = 'uuid-ossp')
-- unless: not exists (select from pg_available_extensions where name = 'uuid-ossp')
create extension "uuid-ossp" with schema extensions;

-- unless: exists (select from pg_extension where extname = 'pg_stat_statements')
-- unless: not exists (select from pg_available_extensions where name = 'pg_stat_statements')
create extension pg_stat_statements with schema extensions;
