/// A check of histories: readers and writers at work on one database, and the proof that no answer
/// was older than it may be.
package dev.loam.app.check;
