/// An address as the grammar reads one, with the port if there was one.
package struct AddressForm: Hashable, Sendable {
    /// The address.
    package var address: IPAddress
    /// The port; nil if none was given.
    package var port: UInt16?
    /// Whether it was written as `10.0.0.1:80`.
    package var isPlain = false
}

/// Why a text is no address.
package enum AddressError: Error, Hashable, Sendable {
    /// It is empty.
    case empty
    /// It is digits only, which could be an address or a port.
    case digitsOnly
    /// A bracket is not closed, or the closing one is not followed by a port.
    case brackets
    /// The port is neither a number up to 65535 nor a known service.
    case port(String)
    /// The host is neither an address nor a known name.
    case host(String)
    /// The name of a host or of a service was not looked up.
    case lookup(String, NameError)
}

/// Reads `ADDRESS:PORT` in all the forms that ipvsadm takes.
struct AddressReader {
    /// Who knows names.
    var resolver: any NameResolver

    /// Reads an address; `serviceProtocol` is the protocol whose service names are known, nil if there is none yet.
    func read(_ text: Span<UInt8>, serviceProtocol: ServiceProtocol?) throws(AddressError) -> AddressForm {
        guard text.count > 0 else { throw .empty }
        if Self.isDigits(text) { throw .digitsOnly }
        if text[0] == UInt8(ascii: "[") { return try readBracketed(text, serviceProtocol) }
        if let address = AddressParser.ipv6(text) { return AddressForm(address: address) }
        return try readIPv4(text, serviceProtocol)
    }

    /// Reads `10.0.0.1:80` in its plainest form, which nearly all rules have; nil for any other.
    static func plainEndpoint(_ text: Span<UInt8>) -> Endpoint? {
        var index = 0
        guard let endpoint = plainEndpoint(text, &index), index == text.count else { return nil }
        return endpoint
    }

    /// Reads `10.0.0.1:80` from an index on, up to the end of the port; nil for any other form.
    static func plainEndpoint(_ text: Span<UInt8>, _ index: inout Int) -> Endpoint? {
        var bits: UInt32 = 0
        for part in 0..<4 {
            guard let value = plainNumber(text, &index, limit: 0xFF), index < text.count,
                text[index] == (part == 3 ? Byte.colon : Byte.dot)
            else { return nil }
            bits = bits << 8 | value
            index &+= 1
        }
        guard let port = plainNumber(text, &index, limit: 0xFFFF) else { return nil }
        return Endpoint(IPAddress(v4: bits), port: UInt16(truncatingIfNeeded: port))
    }

    /// Reads digits; nil if there are none, if they are too large, or begin with a zero, which could mean an octal
    /// number.
    @inline(__always)
    static func plainNumber(_ text: Span<UInt8>, _ index: inout Int, limit: UInt32) -> UInt32? {
        guard index < text.count else { return nil }
        var value = UInt32(text[index] &- Byte.zero)
        guard value < 10 else { return nil }
        index &+= 1
        while index < text.count {
            let digit = UInt32(text[index] &- Byte.zero)
            guard digit < 10 else { break }
            guard value != 0 else { return nil }
            value = value &* 10 &+ digit
            guard value <= limit else { return nil }
            index &+= 1
        }
        return value
    }

    private func readBracketed(
        _ text: Span<UInt8>,
        _ serviceProtocol: ServiceProtocol?
    ) throws(AddressError) -> AddressForm {
        guard let end = Self.first(UInt8(ascii: "]"), text), end + 1 < text.count, text[end + 1] == Byte.colon
        else { throw .brackets }
        let inner = text.extracting(1..<end)
        guard let address = AddressParser.ipv6(inner) else {
            // As ipvsadm does, which then skips whatever follows the bracket.
            return try readIPv4(inner, serviceProtocol)
        }
        let port = try port(text.extracting(end + 2..<text.count), serviceProtocol)
        return AddressForm(address: address, port: port)
    }

    private func readIPv4(
        _ text: Span<UInt8>,
        _ serviceProtocol: ServiceProtocol?
    ) throws(AddressError) -> AddressForm {
        guard let colon = Self.last(Byte.colon, text) else { return AddressForm(address: try host(text)) }
        let address = try host(text.extracting(0..<colon))
        let port = try port(text.extracting(colon + 1..<text.count), serviceProtocol)
        return AddressForm(address: address, port: port)
    }

    /// Reads an IPv4 address in any form, or the name of a host.
    func host(_ text: Span<UInt8>) throws(AddressError) -> IPAddress {
        if let bits = NumberReader.address(text) { return IPAddress(v4: bits) }
        let name = text.string
        guard Self.mayBeHostName(text) else { throw .host(name) }
        let addresses = try Self.lookingUp(name) { () throws(NameError) in
            try resolver.addresses(ofHost: name, family: .ipv4)
        }
        guard let address = addresses?.first(where: { $0.family == .ipv4 }) else { throw .host(name) }
        return address
    }

    /// Looks a name up; nil if it is not known.
    private static func lookingUp<Value>(
        _ name: String,
        _ body: () throws(NameError) -> Value?
    ) throws(AddressError) -> Value? {
        do throws(NameError) {
            return try body()
        } catch .unknown {
            return nil
        } catch {
            throw .lookup(name, error)
        }
    }

    private func port(_ text: Span<UInt8>, _ serviceProtocol: ServiceProtocol?) throws(AddressError) -> UInt16
    {
        if let number = NumberReader.decimal(text, in: 0...0xFFFF) {
            return UInt16(truncatingIfNeeded: number)
        }
        let name = text.string
        guard text.count > 0, let serviceProtocol else { throw .port(name) }
        let port = try Self.lookingUp(name) { () throws(NameError) in
            try resolver.port(ofService: name, serviceProtocol: serviceProtocol)
        }
        guard let port else { throw .port(name) }
        return port
    }

    // What is not a name is not asked for: numbers that are no address, and IPv6 addresses.
    private static func mayBeHostName(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, first(Byte.colon, text) == nil else { return false }
        for index in text.indices where !Byte.isDigit(text[index]) && text[index] != Byte.dot { return true }
        return false
    }

    private static func isDigits(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where !Byte.isDigit(text[index]) { return false }
        return true
    }

    private static func first(_ byte: UInt8, _ text: Span<UInt8>) -> Int? {
        text.indices.first { text[$0] == byte }
    }

    private static func last(_ byte: UInt8, _ text: Span<UInt8>) -> Int? {
        text.indices.last { text[$0] == byte }
    }
}
