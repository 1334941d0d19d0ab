/// Check constraints that can be read: their texts become expressions over a row's values.
package dev.loam.kernel.validation.check;
