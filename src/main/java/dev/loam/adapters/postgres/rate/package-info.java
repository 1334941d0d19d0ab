/// Rates that several processes share, in a table of PostgreSQL.
package dev.loam.adapters.postgres.rate;
