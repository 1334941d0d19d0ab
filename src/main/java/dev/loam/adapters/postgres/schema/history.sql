-- Where applied migrations are written down.

create schema if not exists loam;
create schema if not exists supabase_migrations;

create table if not exists supabase_migrations.schema_migrations (
    version text primary key,
    statements text[],
    name text
);

create table loam.migrations (
    version text primary key,
    name text not null,
    file text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    took_ms bigint not null
);

comment on table loam.migrations is 'Migrations applied by Loam; checksum is SHA-256 of the file.';

create table loam.seeds (
    single boolean primary key default true check (single),
    done boolean not null,
    done_at timestamptz
);

comment on table loam.seeds is 'Whether the seed of this database is due or was run.';
