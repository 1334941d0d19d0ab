/// JSON Schema: where schemas are written, and documents held against them.
package dev.loam.kernel.validation.document;
