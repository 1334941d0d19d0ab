/// Changed rows as server-sent events, for clients that need no more than to hear of them.
package dev.loam.modules.realtime.stream;
