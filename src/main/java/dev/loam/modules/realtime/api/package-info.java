/// Broadcasts by HTTP.
package dev.loam.modules.realtime.api;
