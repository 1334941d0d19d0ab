/// Bodies and heads on their way through the whole: compression, deadlines, ranges, fields for
/// browsers.
package dev.loam.spec.coding;
