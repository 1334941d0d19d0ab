/// A channel and what it offers those who join it, as far as others have to know.
package dev.loam.modules.realtime.channel;
