/// What PostgreSQL would refuse, told before it is asked: all of it in one answer, by place in the
/// body that was sent.
package dev.loam.kernel.validation;
