/// The query string of the REST dialect: from raw bytes to dialect-free types.
///
/// One way: [RawQuery] splits and decodes, [QueryGrammar] sorts the parameters out, and one class
/// for each little language (selection, filter, logic tree, order) reads its text through a
/// [Cursor]. Nothing here knows a catalog; every failure is a [GrammarFailure], worded by the
/// package `diagnosis`.
///
/// Source: PostgREST documentation, "Tables and Views", "Resource Embedding", "Aggregate
/// Functions", "Functions as RPC", "URL Grammar". Where it is silent, what its server answers was
/// followed, except that text left over after a complete term is refused instead of ignored.
package dev.loam.modules.rest.grammar;
