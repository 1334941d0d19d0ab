/// Tables of cases for `modules.rest.failure`.
package dev.loam.modules.rest.failure;
