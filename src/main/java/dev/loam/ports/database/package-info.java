/// PostgreSQL as Loam sees it: a statement with its binds and the session it runs under go in, one
/// round trip later rows or a sealed failure come out.
package dev.loam.ports.database;
