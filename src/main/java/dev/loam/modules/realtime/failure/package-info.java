/// What the realtime module refuses.
package dev.loam.modules.realtime.failure;
