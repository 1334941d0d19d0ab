/// The auth API over HTTP, with real PostgreSQL.
package dev.loam.spec.auth;
