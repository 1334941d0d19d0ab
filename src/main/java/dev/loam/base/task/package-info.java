/// Deadlines and the lifetimes of work.
package dev.loam.base.task;
