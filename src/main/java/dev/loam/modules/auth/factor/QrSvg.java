package dev.loam.modules.auth.factor;

import io.nayuki.qrcodegen.QrCode;

/// A QR code as a picture, SVG.
///
/// Clients put `data:image/svg+xml;utf-8,` before it and show that: so it holds nothing that would
/// end or break an address, no `#`, `%`, double quote or line end.
final class QrSvg {
    /// How wide the white edge is that a reader needs, in modules.
    private static final int EDGE = 4;
    private static final int PIXELS_PER_MODULE = 5;

    private QrSvg() {
    }

    static String of(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int size = code.size + 2 * EDGE;
        var svg = new StringBuilder(4096)
                .append("<svg xmlns='http://www.w3.org/2000/svg' width='")
                .append(size * PIXELS_PER_MODULE).append("' height='")
                .append(size * PIXELS_PER_MODULE).append("' viewBox='0 0 ").append(size)
                .append(' ').append(size).append("' shape-rendering='crispEdges'>")
                .append("<rect width='").append(size).append("' height='").append(size)
                .append("' fill='white'/>")
                .append("<path fill='black' d='");
        for (int y = 0; y < code.size; y++) {
            row(code, y, svg);
        }
        return svg.append("'/></svg>").toString();
    }

    /// Each run of dark modules is one bar.
    private static void row(QrCode code, int y, StringBuilder svg) {
        for (int x = 0; x < code.size; x++) {
            int start = x;
            while (code.getModule(x, y)) {
                x++;
            }
            if (x > start) {
                svg.append('M').append(start + EDGE).append(' ').append(y + EDGE)
                        .append('h').append(x - start).append("v1h-").append(x - start)
                        .append('z');
            }
        }
    }
}
