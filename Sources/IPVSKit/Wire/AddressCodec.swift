/// The bytes of an address attribute, whose family another attribute tells.
struct AddressBytes {
    private let high: UInt64
    private let low: UInt64
    private let count: Int

    /// Takes 4 to 16 bytes in network order; an IPv4 address is in the first four.
    init(_ bytes: Span<UInt8>, _ name: StaticString) throws(WireError) {
        count = bytes.count
        guard count == 16 || count == 4 else {
            throw .wrongSize(attribute: "\(name)", expected: 16, found: count)
        }
        high = count == 16 ? bytes.bigEndian64(at: 0) : UInt64(bytes.word32(at: 0).byteSwapped) << 32
        low = count == 16 ? bytes.bigEndian64(at: 8) : 0
    }

    /// The address, once the family is known.
    func address(of family: AddressFamily, _ name: StaticString) throws(WireError) -> IPAddress {
        switch family {
        case .ipv4: return IPAddress(v4: UInt32(truncatingIfNeeded: high >> 32))
        case .ipv6:
            guard count == 16 else { throw .wrongSize(attribute: "\(name)", expected: 16, found: count) }
            return IPAddress(v6: high, low)
        }
    }
}

extension MessageWriter {
    /// Writes an address as the 16 bytes of `union nf_inet_addr`, zero after the four of an IPv4 address.
    @inline(__always)
    mutating func put(_ type: UInt16, _ address: IPAddress) {
        switch address.family {
        case .ipv4: putBytes16(type, high: address.low << 32, low: 0)
        case .ipv6: putBytes16(type, high: address.high, low: address.low)
        }
    }
}
