/// How a statement is run and what its result becomes: the session, the way its transaction ends,
/// status, headers and body.
package dev.loam.modules.rest.answer;
