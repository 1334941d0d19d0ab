/// What the database holds besides rows: the roles, schemas and functions that Loam's protocols
/// assume ([Bootstrap]), and the project's own migrations and seed ([Migrations]).
package dev.loam.adapters.postgres.schema;
