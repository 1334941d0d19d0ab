/// Content codings of bodies: answers are made smaller for clients that can read that, and what
/// requests bring is undone while it is read.
package dev.loam.kernel.coding;
