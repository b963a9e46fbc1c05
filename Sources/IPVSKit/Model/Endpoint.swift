/// An address and a port, the identity of a real server within its virtual service.
public struct Endpoint: Hashable, Sendable {
    /// The address.
    public var address: IPAddress
    /// The port, 0 to 65535; 0 means every port, or for a real server "keep the packet's port".
    public var port: UInt16

    /// Creates an endpoint.
    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension Endpoint {
    /// Combines an IPv4 endpoint in one step: large tables are looked through by it.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(address.low ^ UInt64(port) << 48)
        if address.family == .ipv6 { hasher.combine(address.high) }
    }
}

extension Endpoint: Comparable {
    /// Orders by address, then by port.
    public static func < (left: Endpoint, right: Endpoint) -> Bool {
        left.address == right.address ? left.port < right.port : left.address < right.address
    }
}

extension Endpoint: LosslessStringConvertible {
    /// Creates an endpoint from text such as `10.0.0.1:80` or `[2001:db8::1]:80`; nil if it is neither.
    ///
    /// The address and the port have to be numbers, and the port has to be there.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...].utf8
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(Substring(digits)) else {
            return nil
        }
        var host = text[..<colon]
        let hasBrackets = host.hasPrefix("[") && host.hasSuffix("]")
        if hasBrackets { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(String(host)), hasBrackets == (address.family == .ipv6) else {
            return nil
        }
        self.init(address, port: port)
    }

    /// `10.0.0.1:80` or `[2001:db8::1]:80`.
    public var description: String {
        var text: [UInt8] = []
        write(into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the endpoint as text.
    package func write(into text: inout [UInt8]) {
        text.append(addingCapacity: Self.textLimit) { write(into: &$0) }
    }

    /// The most bytes that the text has: with brackets, a colon and a port of five digits.
    static let textLimit = IPAddress.textLimit + 8

    /// The number of characters that the text has.
    package var textCount: Int {
        // Without writing it (row `list` of Tests/Guest/instructions).
        guard address.family == .ipv4 else { return description.utf8.count }
        let bits = address.bits32
        var count = 4 + UInt64(port).digitCount
        for shift: UInt32 in [24, 16, 8, 0] {
            let part = (bits >> shift) & 0xFF
            count += part < 10 ? 1 : part < 100 ? 2 : 3
        }
        return count
    }

    /// Appends the endpoint as text, at most ``textLimit`` bytes.
    func write(into text: inout OutputSpan<UInt8>) {
        let isIPv6 = address.family == .ipv6
        if isIPv6 { text.append(UInt8(ascii: "[")) }
        address.write(into: &text)
        if isIPv6 { text.append(UInt8(ascii: "]")) }
        text.append(UInt8(ascii: ":"))
        text.appendDecimal(UInt64(port))
    }
}

extension UInt64 {
    /// The number of decimal digits.
    fileprivate var digitCount: Int {
        var (count, rest) = (1, self)
        while rest >= 10 { (count, rest) = (count + 1, rest / 10) }
        return count
    }
}
