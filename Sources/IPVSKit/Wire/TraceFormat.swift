/// How the value of an attribute is shown.
enum TraceFormat: Sendable {
    /// A number in host order of 1, 2, 4 or 8 bytes.
    case number(size: Int)
    /// A number with names for some of its values.
    case named(size: Int, [UInt64: String])
    /// A number whose bits have names.
    case bits(size: Int, [TraceBit])
    /// `struct ip_vs_flags`: bits, and which of them are meant.
    case maskedBits([TraceBit])
    /// A port in network order.
    case port
    /// An address of the family that the container names.
    case address
    /// An IPv4 mask in network order, or an IPv6 prefix length in host order.
    case netmask
    /// Text that ends with a zero.
    case text
    /// Anything.
    case bytes
    /// Filler that is not shown unless there is something in it.
    case padding
    /// A container.
    case nested(TraceTable)
    /// A container whose attributes are numbered and are all containers of one kind.
    case list(TraceTable)
}

/// One named bit.
struct TraceBit: Sendable {
    let value: UInt64
    let name: String

    init(_ value: some BinaryInteger, _ name: String) {
        self.value = UInt64(truncatingIfNeeded: value)
        self.name = name
    }

    /// The names of the bits that are set, and the rest as a number: `REQUEST|ACK|0x80`.
    static func text(of value: UInt64, _ names: [TraceBit]) -> String {
        var rest = value
        var parts: [String] = []
        for bit in names where rest & bit.value == bit.value {
            parts.append(bit.name)
            rest &= ~bit.value
        }
        if rest != 0 { parts.append("0x" + String(rest, radix: 16)) }
        return parts.isEmpty ? "0" : parts.joined(separator: "|")
    }
}

extension TraceFormat {
    /// The value as text; a value of the wrong size as bytes.
    func text(of value: Span<UInt8>, family: UInt16?) -> String {
        scalar(value, family: family) ?? TraceWriter.hexadecimal(value)
    }

    private func scalar(_ value: Span<UInt8>, family: UInt16?) -> String? {
        switch self {
        case .number(let size): return Self.number(value, size).map { String($0) }
        case .named(let size, let names):
            return Self.number(value, size).map { names[$0] ?? String($0) }
        case .bits(let size, let names):
            return Self.number(value, size).map { TraceBit.text(of: $0, names) }
        case .maskedBits(let names):
            guard value.count == 8 else { return nil }
            let mask = String(value.word32(at: 4), radix: 16)
            return TraceBit.text(of: UInt64(value.word32(at: 0)), names) + " mask 0x\(mask)"
        case .port: return Self.number(value, 2).map { String(UInt16(truncatingIfNeeded: $0).byteSwapped) }
        case .address: return Self.address(value, family: family)
        case .netmask:
            guard let bits = Self.number(value, 4).map({ UInt32(truncatingIfNeeded: $0) }) else { return nil }
            return "\(family == AddressFamily.ipv6.rawValue ? Netmask.ipv6(bits) : .ipv4(bits.byteSwapped))"
        case .text: return Self.quoted(value)
        case .bytes, .padding, .nested, .list: return nil
        }
    }

    private static func number(_ value: Span<UInt8>, _ size: Int) -> UInt64? {
        guard value.count == size, size <= 8 else { return nil }
        var number: UInt64 = 0
        for index in (0..<size).reversed() { number = number << 8 | UInt64(value[index]) }
        return number
    }

    private static func address(_ value: Span<UInt8>, family: UInt16?) -> String? {
        let isIPv4 = value.count == 4 || family == AddressFamily.ipv4.rawValue
        if isIPv4, value.count >= 4 { return "\(IPAddress(v4: value.word32(at: 0).byteSwapped))" }
        guard value.count == 16 else { return nil }
        return "\(IPAddress(v6: value.bigEndian64(at: 0), value.bigEndian64(at: 8)))"
    }

    /// Text in quotation marks; bytes that are not printable ASCII are escaped.
    private static func quoted(_ value: Span<UInt8>) -> String {
        var text = "\""
        var end = value.count
        if end > 0, value[end - 1] == 0 { end -= 1 }
        for index in 0..<end {
            let byte = value[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text += "\\" }
            if (0x20..<0x7F).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text + "\""
    }
}
