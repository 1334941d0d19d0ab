/// Changed rows, told to those who listen and may see them: what is asked for, which rows a filter
/// means, what row-level security says, and the message made of it.
///
/// Everything is done by one worker, in the order of the commits. `LiveRows` is the door.
package dev.loam.modules.realtime.rows;
