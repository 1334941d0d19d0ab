/// Deadlines, and work that is done again and again.
package dev.loam.base.task;
