/// Random trees of rows, written at once and one by one.
package dev.loam.spec.nested;
