/// The frames of the Phoenix protocol in both of its versions: read from what a client sent, and
/// written once for all who get them.
///
/// Source: Supabase documentation, "Realtime Protocol".
package dev.loam.modules.realtime.wire;
