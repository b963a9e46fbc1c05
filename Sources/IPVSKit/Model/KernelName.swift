/// A short name that the kernel keeps in a fixed field: a scheduler, an engine, an interface.
///
/// At most 16 bytes without a zero among them, kept in place: copying one costs nothing and allocates
/// nothing. The bytes are kept as they are, even where they are not UTF-8.
public struct KernelName: Hashable, Sendable {
    /// The most bytes that a name can have (`IP_VS_PENAME_MAXLEN`, `<linux/ip_vs.h>`).
    package static let capacity = 16

    // The first byte is the most significant of `high`, so that comparing words compares bytes.
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    /// Creates the empty name.
    package init() {}

    /// Creates a name from text; nil if it is longer than 16 bytes of UTF-8 or contains a zero byte.
    public init?(_ text: String) {
        self.init(text.utf8.span)
    }

    /// Creates a name from bytes; nil if there are more than 16 or a zero among them.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count <= Self.capacity else { return nil }
        for index in 0..<bytes.count {
            guard bytes[index] != 0 else { return nil }
            let shift = UInt64(56 - 8 * (index % 8))
            if index < 8 {
                high |= UInt64(bytes[index]) << shift
            } else {
                low |= UInt64(bytes[index]) << shift
            }
        }
    }

    /// Whether the name has no bytes.
    package var isEmpty: Bool { high == 0 }

    /// The number of bytes, 0 to 16.
    package var count: Int {
        low == 0 ? (71 - high.trailingZeroBitCount) / 8 : 8 + (71 - low.trailingZeroBitCount) / 8
    }

    /// Four bytes from four times an index on, the first one least significant; 0 after the end.
    func word(_ index: Int) -> UInt32 {
        guard index < 4 else { return 0 }
        let half = index < 2 ? high : low
        return UInt32(truncatingIfNeeded: index % 2 == 0 ? half >> 32 : half).byteSwapped
    }

    /// The byte at an index from 0 to 15; 0 after the end.
    package subscript(index: Int) -> UInt8 {
        let shift = UInt64(56 - 8 * (index % 8))
        return UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> shift)
    }
}

extension KernelName {
    /// Appends the bytes as they are.
    package func write(into text: inout [UInt8]) {
        text.append(addingCapacity: Self.capacity) { text in
            for index in 0..<count { text.append(self[index]) }
        }
    }

    /// Whether every byte can be shown as it is: no control characters, also none beyond ASCII, and nothing that
    /// changes the direction of what follows.
    ///
    /// A name that is not printable could leave its line, or act on a terminal.
    package var isPrintable: Bool {
        (0..<count).allSatisfy { 0x20..<0x7F ~= self[$0] } || description.printable == description
    }
}

extension KernelName: Comparable {
    /// Orders by bytes.
    public static func < (left: KernelName, right: KernelName) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension KernelName: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name as text; bytes that are not UTF-8 are replaced.
    public var description: String {
        var text: [UInt8] = []
        write(into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Creates a name from a literal of at most 16 bytes.
    public init(stringLiteral text: StaticString) {
        let bytes = unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
        guard let name = KernelName(bytes) else {
            preconditionFailure("a kernel name has at most 16 bytes")
        }
        self = name
    }
}
