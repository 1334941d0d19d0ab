/// What a module is to the rest of Loam: the manifest that describes it before it runs, and what it
/// hands over once it does: routes, workers and health checks.
///
/// The exchange that a route's handler receives is here too, so that modules need not know the
/// pipeline that made it.
package dev.loam.kernel.module;
