package dev.loam.kernel.custom;

import java.util.concurrent.atomic.LongAdder;

/// What is counted of one step of a user's own.
final class Figures {
    final LongAdder passed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder nanos = new LongAdder();
}
