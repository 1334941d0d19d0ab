/// Settings of the realtime module.
package dev.loam.modules.realtime.config;
