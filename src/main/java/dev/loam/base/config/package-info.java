/// Types of configured values, with their units.
package dev.loam.base.config;
