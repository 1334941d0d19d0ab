package dev.loam.kernel.cache;

import dev.loam.ports.database.Session;
import dev.loam.ports.database.Sql;

/// A statement whose answer may be kept: by whom it is asked, under which key, what its answer
/// comes from, and what was known of the schema when that was worked out.
record Question(Sql sql, Session session, Key key, Reach reach, Known known) {
}
