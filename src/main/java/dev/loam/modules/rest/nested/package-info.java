/// Writes of rows with related rows in them: one transaction, one statement for all rows of a kind.
package dev.loam.modules.rest.nested;
