/// From what was asked, in no dialect, to a legal plan and its one SQL statement. REST and GraphQL
/// both make an [dev.loam.kernel.query.Asked] and hand it to the planner.
package dev.loam.kernel.query;
