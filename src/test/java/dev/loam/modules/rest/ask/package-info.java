/// Tables of cases for `modules.rest.ask`.
package dev.loam.modules.rest.ask;
