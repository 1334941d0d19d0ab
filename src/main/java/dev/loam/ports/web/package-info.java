/// HTTP as Loam sees it: a request value in, a sealed answer out. The adapter owns sockets,
/// framing, limits on the wire and TLS; nothing above it does.
package dev.loam.ports.web;
