/// Parts of answers by their bytes.
package dev.loam.kernel.range;
