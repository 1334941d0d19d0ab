package dev.loam.kernel.coding;

import dev.loam.ports.coding.Coding;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The coded forms of answers that are kept, so that a hit is not coded again.
///
/// A kept answer hands out the same array each time, by which it is known here; nothing is
/// compared, hashed or locked. Each array has one place, which the next that falls on it takes
/// over. What has gone from the cache of answers is forgotten with it, at the latest when its place
/// is taken.
final class CodedAnswers {
    /// Larger ones are coded anew: few of them would take all the room.
    private static final int BYTES_MAX = 64 << 10;

    private final AtomicReferenceArray<Entry> places;

    private record Entry(WeakReference<byte[]> plain, Coding coding, byte[] coded) {
    }

    CodedAnswers(long bytesMax) {
        places = new AtomicReferenceArray<>(
                (int) Math.min(1 << 20, Long.highestOneBit(bytesMax / BYTES_MAX)));
    }

    byte[] coded(byte[] plain, Coding coding) {
        if (places.length() == 0) {
            return coding.encoded(plain);
        }
        int place = System.identityHashCode(plain) & places.length() - 1;
        Entry entry = places.get(place);
        if (entry != null && entry.coding == coding && entry.plain.refersTo(plain)) {
            return entry.coded;
        }
        byte[] coded = coding.encoded(plain);
        if (coded.length <= BYTES_MAX) {
            places.set(place, new Entry(new WeakReference<>(plain), coding, coded));
        }
        return coded;
    }
}
