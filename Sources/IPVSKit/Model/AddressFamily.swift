/// The two address families that IPVS knows; raw values are the kernel's `AF_INET` and `AF_INET6`.
public enum AddressFamily: UInt16, Hashable, Sendable, CaseIterable {
    /// Internet protocol version 4.
    case ipv4 = 2
    /// Internet protocol version 6.
    case ipv6 = 10

    /// The longest prefix of the family: 32 or 128 bits.
    package var bitCount: UInt32 { self == .ipv4 ? 32 : 128 }
}

extension AddressFamily: CustomStringConvertible {
    /// `IPv4` or `IPv6`.
    public var description: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
