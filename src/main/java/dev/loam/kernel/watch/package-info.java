/// What is seen of requests and statements while they run: how often, how long, in which trace, and
/// what of it is written down.
package dev.loam.kernel.watch;
