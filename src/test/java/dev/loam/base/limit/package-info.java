/// How often something may be done, tried against naive models.
package dev.loam.base.limit;
