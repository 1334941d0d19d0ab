/// Steps that users add without touching this code: a function of the database, a call to a service
/// of theirs, or a Java class.
package dev.loam.kernel.custom;
