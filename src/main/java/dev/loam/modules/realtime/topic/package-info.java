/// Topics: who listens to one, what is sent to all of them, and who is present.
package dev.loam.modules.realtime.topic;
