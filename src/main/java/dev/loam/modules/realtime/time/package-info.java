/// How often and when: limits of rates, and alarms.
package dev.loam.modules.realtime.time;
