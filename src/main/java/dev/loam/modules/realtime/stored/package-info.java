/// Messages that SQL leaves in `realtime.messages`: told to their channels as soon as they are
/// committed, given to those who come later, and cleared away after three days.
package dev.loam.modules.realtime.stored;
