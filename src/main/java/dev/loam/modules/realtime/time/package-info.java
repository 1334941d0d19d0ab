/// When: alarms.
package dev.loam.modules.realtime.time;
