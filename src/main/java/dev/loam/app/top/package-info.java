/// What `loam top` shows: a running Loam's figures, read from its `/metrics`.
package dev.loam.app.top;
