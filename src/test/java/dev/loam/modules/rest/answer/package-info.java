/// Tables of cases for `modules.rest.answer`.
package dev.loam.modules.rest.answer;
