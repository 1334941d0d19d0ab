/// Who may use a private channel, as the policies on `realtime.messages` have it.
package dev.loam.modules.realtime.access;
