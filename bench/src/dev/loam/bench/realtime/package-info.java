/// Measures sockets: what idle ones cost, and how soon one message is with all who listen.
package dev.loam.bench.realtime;
