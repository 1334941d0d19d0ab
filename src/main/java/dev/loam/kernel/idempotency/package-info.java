/// Requests that may be sent again: answers kept under the client's own key, in the transaction of
/// their effect.
package dev.loam.kernel.idempotency;
