/// The texts of values, read as PostgreSQL's types read them, as far as that is certain.
package dev.loam.kernel.validation.value;
