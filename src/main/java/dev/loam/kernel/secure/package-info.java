/// What browsers are told to be careful with.
package dev.loam.kernel.secure;
