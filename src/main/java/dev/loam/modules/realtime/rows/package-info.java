/// Changed rows, told to those who listen and may see them: what is asked for, which rows a filter
/// means, what row-level security says, and the message made of it.
package dev.loam.modules.realtime.rows;
