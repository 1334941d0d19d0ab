/// How often something may be asked for: rules over requests, what they count, and where.
package dev.loam.kernel.rate;
