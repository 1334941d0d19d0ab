package dev.loam.kernel.coding;

import dev.loam.ports.web.Body;
import java.io.InputStream;

/// A body in a coding that is not known: whoever wants to read it is refused, and a request whose
/// body nobody reads is answered.
record UnknownBody(Body sent, CodingFailure.Unknown why) implements Body {
    @Override
    public long length() {
        return sent.length();
    }

    @Override
    public byte[] bytes() {
        throw why.refusal();
    }

    @Override
    public InputStream stream() {
        throw why.refusal();
    }
}
