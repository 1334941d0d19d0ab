/// A load generator for HTTP: requests leave at a fixed rate, and each is timed from the moment it
/// was due, so that a server that stands still is seen to.
package dev.loam.app.load;
