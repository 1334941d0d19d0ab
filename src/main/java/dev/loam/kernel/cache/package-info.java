/// Keeps the answers of statements for as long as they are those the database would give.
package dev.loam.kernel.cache;
