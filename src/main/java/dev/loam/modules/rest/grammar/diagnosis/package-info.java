/// Why a text of the dialect does not follow its grammar, in the words that clients know.
///
/// The grammars of the package above decide what a text means, fast and in one pass. What a wrong
/// one should have been is another question: PostgREST answers with all that could have stood at
/// the furthest place that any of its rules reached, and which of them count follows from how its
/// parser, Parsec, merges what failed. So a text that was refused is read once more here, by rules
/// that remember. Nothing is decided here: a text that these rules can read keeps the refusal it
/// had.
///
/// Source: PostgREST documentation, "URL Grammar"; for the merging of errors D. Leijen and E.
/// Meijer, "Parsec: Direct Style Monadic Parser Combinators for the Real World", section 4.
package dev.loam.modules.rest.grammar.diagnosis;
