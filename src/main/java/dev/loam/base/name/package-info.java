/// Names of database objects that every floor speaks of.
package dev.loam.base.name;
