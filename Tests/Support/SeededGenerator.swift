package import IPVSKit

/// A random number generator that gives the same numbers for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator.
    package init(seed: UInt64) {
        state = seed
    }

    /// The next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// One of several values.
    package mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(next() % UInt64(values.count))]
    }

    /// One element of a list; nil if it is empty.
    package mutating func pick<Key, Element>(from list: KeyedList<Key, Element>) -> Element? {
        guard !list.isEmpty else { return nil }
        return list.dropFirst(Int(next() % UInt64(list.count))).first { _ in true }
    }

    /// True once in so many times.
    package mutating func oneIn(_ times: UInt64) -> Bool {
        next() % times == 0
    }
}
