/// Bodies that are looked at before PostgreSQL sees them, beside what PostgreSQL itself says.
package dev.loam.spec.validation;
