/// An IPv4 or IPv6 address, without zone.
///
/// Parsing accepts exactly what `inet_pton(3)` accepts and printing gives what `inet_ntop(3)` gives.
public struct IPAddress: Hashable, Sendable {
    // The small one last: what follows it in a server or service takes up the rest of its word.

    /// The first eight bytes of an IPv6 address, most significant first; 0 for IPv4.
    package let high: UInt64
    /// The last eight bytes of an IPv6 address, or the 32 bits of an IPv4 address.
    package let low: UInt64
    /// The family that the address belongs to.
    public let family: AddressFamily

    /// Creates an IPv4 address from its 32 bits, `10.0.0.1` being `0x0a000001`.
    public init(v4 bits: UInt32) {
        family = .ipv4
        high = 0
        low = UInt64(bits)
    }

    /// Creates an IPv6 address from its first and last 64 bits, most significant first.
    public init(v6 high: UInt64, _ low: UInt64) {
        family = .ipv6
        self.high = high
        self.low = low
    }

    /// Creates an address from text such as `10.0.0.1` or `2001:db8::1`; nil if it is neither.
    public init?(_ text: String) {
        self.init(text.utf8.span)
    }

    /// Creates an address from ASCII text; nil if it is no address.
    package init?(_ text: Span<UInt8>) {
        for index in 0..<text.count where text[index] == UInt8(ascii: ":") {
            guard let address = AddressParser.ipv6(text) else { return nil }
            self = address
            return
        }
        guard let bits = AddressParser.ipv4(text) else { return nil }
        self.init(v4: bits)
    }

    /// The unspecified address of a family, `0.0.0.0` or `::`.
    public static func any(_ family: AddressFamily) -> IPAddress {
        family == .ipv4 ? IPAddress(v4: 0) : IPAddress(v6: 0, 0)
    }

    /// The 32 bits of an IPv4 address; the last 32 of an IPv6 address.
    package var bits32: UInt32 { UInt32(truncatingIfNeeded: low) }

    /// Whether the address is a group address: `224.0.0.0/4` or `ff00::/8`.
    package var isMulticast: Bool {
        family == .ipv4 ? bits32 >> 28 == 0xE : high >> 56 == 0xFF
    }
}

extension IPAddress: Comparable {
    /// Orders IPv4 before IPv6, then by value.
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.family.rawValue, left.high, left.low) < (right.family.rawValue, right.high, right.low)
    }
}

extension IPAddress: LosslessStringConvertible {
    /// The address as `inet_ntop(3)` prints it.
    public var description: String {
        var text: [UInt8] = []
        write(into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The most bytes that the text of an address has (`INET6_ADDRSTRLEN`, `<netinet/in.h>`).
    static let textLimit = 46

    /// Appends the address as text.
    package func write(into text: inout [UInt8]) {
        text.append(addingCapacity: Self.textLimit) { write(into: &$0) }
    }

    /// Appends the address as text, at most ``textLimit`` bytes.
    func write(into text: inout OutputSpan<UInt8>) {
        if family == .ipv4 { Self.writeIPv4(bits32, into: &text) } else { writeIPv6(into: &text) }
    }

    private static func writeIPv4(_ bits: UInt32, into text: inout OutputSpan<UInt8>) {
        for shift: UInt32 in [24, 16, 8, 0] {
            text.appendDecimal(UInt64((bits >> shift) & 0xFF))
            if shift > 0 { text.append(UInt8(ascii: ".")) }
        }
    }

    private func group(_ index: Int) -> UInt16 {
        let word = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: word >> UInt64(48 - 16 * (index % 4)))
    }

    private func writeIPv6(into text: inout OutputSpan<UInt8>) {
        let zeros = longestZeroRun()
        // As inet_ntop does: ::a.b.c.d and ::ffff:a.b.c.d end in dotted form.
        let hasDottedTail =
            zeros.lowerBound == 0 && (zeros.count == 6 || (zeros.count == 5 && group(5) == 0xFFFF))
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                text.append(UInt8(ascii: ":"))
                text.append(UInt8(ascii: ":"))
                index = zeros.upperBound
                continue
            }
            if index > 0, index != zeros.upperBound || zeros.isEmpty { text.append(UInt8(ascii: ":")) }
            if index == 6, hasDottedTail {
                Self.writeIPv4(bits32, into: &text)
                return
            }
            text.appendHexadecimal(group(index))
            index += 1
        }
    }

    /// The first longest run of two or more zero groups; empty if there is none.
    private func longestZeroRun() -> Range<Int> {
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start > max(1, best.count) { best = start..<end }
            start = end + 1
        }
        return best
    }
}

extension [UInt8] {
    /// Appends a number in decimal digits.
    package mutating func appendDecimal(_ value: UInt64) {
        // Most numbers of a list are 0 (row `list` of Tests/Guest/instructions).
        if value < 10 { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
        append(addingCapacity: 20) { $0.appendDecimal(value) }
    }
}

extension OutputSpan<UInt8> {
    /// Appends a number in decimal digits.
    mutating func appendDecimal(_ value: UInt64) {
        if value >= 1000 { appendDecimal(value / 1000) }
        let rest = UInt32(truncatingIfNeeded: value % 1000)
        if value >= 100 { appendDigit(rest / 100) }
        if value >= 10 { appendDigit(rest / 10 % 10) }
        appendDigit(rest % 10)
    }

    private mutating func appendDigit(_ value: UInt32) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
    }

    /// Appends a number in hexadecimal digits, without zeros in front.
    fileprivate mutating func appendHexadecimal(_ value: UInt16) {
        var shift = 12
        while shift > 0, value >> shift == 0 { shift -= 4 }
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: value >> shift & 0xF)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            shift -= 4
        }
    }
}
