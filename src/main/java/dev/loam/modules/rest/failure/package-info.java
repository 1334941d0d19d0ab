/// Why a REST request is refused: the codes of the dialect that are not the planner's, and what
/// PostgreSQL's own errors become.
package dev.loam.modules.rest.failure;
