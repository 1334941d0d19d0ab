/// What happens to every request before and after its handler: the stages and their order.
package dev.loam.kernel.pipeline;
