/// What a project's schema leaves open, or makes slow, for those who reach it through the API:
/// tables without row-level security, policies without an index, functions with their owner's
/// rights ([Review]).
package dev.loam.adapters.postgres.review;
