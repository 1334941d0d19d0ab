/// What `loam top` shows.
package dev.loam.app.top;
