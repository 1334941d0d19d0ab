package dev.loam.bench.work;

/// The kinds of systems, by what a request to them looks like.
public enum Dialect {
    /// Loam and PostgREST.
    REST,
    /// Loam again, as `./loam up` serves it, where answers are kept.
    CACHED,
    /// The endpoints written by hand over JdbcClient.
    JDBC,
    /// Spring Data REST.
    DATA_REST,
    /// PostGraphile.
    GRAPHQL,
    DIRECTUS,
    PARSE,
    /// Any path: the server that always gives the same answer.
    CONSTANT,
    /// The smallest program that answers from the database; it is started, never loaded.
    BARE,
    /// A script of pgbench.
    SQL
}
