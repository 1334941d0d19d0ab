/// What the process writes down: how lines look, what never stands in them, how much of whom is
/// told, and the way to stderr that holds nobody up.
package dev.loam.app.log;
