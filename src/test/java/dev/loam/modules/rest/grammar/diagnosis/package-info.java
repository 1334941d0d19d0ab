/// Wrong texts and the words in which they are told.
package dev.loam.modules.rest.grammar.diagnosis;
