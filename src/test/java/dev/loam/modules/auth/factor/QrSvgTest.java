package dev.loam.modules.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrSvgTest {
    private static final int SCALE = 4;
    private static final Pattern SIZE = Pattern.compile("viewBox='0 0 (\\d+) ");
    private static final Pattern BAR = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

    @Test
    void a_reader_reads_what_was_written() throws ReaderException {
        var uri = KeyUri.totp("Loam", "ann@example.org", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        assertThat(read(QrSvg.of(uri))).isEqualTo(uri);
    }

    @Test
    void nothing_in_it_breaks_an_address() {
        assertThat(QrSvg.of("otpauth://totp/x?secret=ABC"))
                .doesNotContain("#", "%", "\"", "\n").startsWith("<svg ");
    }

    /// Paints the bars, as a browser would, and has them read.
    private static String read(String svg) throws ReaderException {
        var found = SIZE.matcher(svg);
        if (!found.find()) {
            throw NotFoundException.getNotFoundInstance();
        }
        int size = Integer.parseInt(found.group(1)) * SCALE;
        var pixels = new int[size * size];
        Arrays.fill(pixels, 0xffffff);
        BAR.matcher(svg).results().forEach(bar -> {
            int left = Integer.parseInt(bar.group(1)) * SCALE;
            int top = Integer.parseInt(bar.group(2)) * SCALE;
            int width = Integer.parseInt(bar.group(3)) * SCALE;
            for (int y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * size + left, y * size + left + width, 0);
            }
        });
        var picture = new BinaryBitmap(
                new HybridBinarizer(new RGBLuminanceSource(size, size, pixels)));
        var result = new QRCodeReader().decode(picture, Map.of(DecodeHintType.TRY_HARDER, true));
        assertThat(result.getBarcodeFormat()).isEqualTo(BarcodeFormat.QR_CODE);
        return result.getText();
    }
}
