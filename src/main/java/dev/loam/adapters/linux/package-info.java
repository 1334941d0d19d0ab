/// What only Linux can be asked for.
package dev.loam.adapters.linux;
