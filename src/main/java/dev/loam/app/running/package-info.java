/// The running parts of this process: ports bound to adapters, modules opened, servers listening.
package dev.loam.app.running;
