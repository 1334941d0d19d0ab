/// Configuration: one table of settings, read from files, variables and flags into immutable
/// records, every problem reported at once.
///
/// `Settings` is the table. `ConfigLoader` reads it in Loam's own dialect (`loam.toml`, `LOAM_*`,
/// flags, or a Supabase project's `config.toml`), `PostgrestConfig` in PostgREST's. Both end in the
/// same `RestSettings`.
package dev.loam.app.config;
