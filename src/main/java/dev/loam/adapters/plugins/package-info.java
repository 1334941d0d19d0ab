/// Classes of a user's own, found in the jars of a folder.
package dev.loam.adapters.plugins;
