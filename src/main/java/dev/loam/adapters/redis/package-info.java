/// What is kept in Redis or Valkey, through Lettuce.
package dev.loam.adapters.redis;
