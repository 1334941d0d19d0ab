package dev.loam.kernel.coding;

import dev.loam.ports.coding.Coding;
import java.util.List;

/// How bodies are coded.
///
/// @param codings those that are known, the preferred ones first
/// @param answers whether answers are coded
/// @param answerBytesMin answers that are smaller are left as they are
/// @param streamsMax how many streams are coded at once; the others are sent as they are
/// @param memoryBytes how much of kept answers is remembered in its coded form
/// @param bodyBytesMax the most that a body of a request may be when decoded
/// @param wholeBodyBytesMax the same where it is taken whole
/// @param ratioMax how many times larger than what was sent it may be
public record CodingConfig(
        List<Coding> codings, boolean answers, int answerBytesMin, int streamsMax,
        long memoryBytes, long bodyBytesMax, int wholeBodyBytesMax, int ratioMax) {
    public CodingConfig {
        codings = List.copyOf(codings);
    }

    /// The names of the codings, as a field has them.
    String names() {
        return String.join(", ", codings.stream().map(Coding::name).toList());
    }
}
