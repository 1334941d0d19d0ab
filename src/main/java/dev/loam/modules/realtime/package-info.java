/// Live changes, messages and presence over WebSockets, in the protocol of Supabase Realtime.
package dev.loam.modules.realtime;
