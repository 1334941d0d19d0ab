/// What was committed to a database, as facts in the order of the commits.
package dev.loam.ports.changes;
