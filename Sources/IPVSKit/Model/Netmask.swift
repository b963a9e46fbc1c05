/// How much of a client's address persistence looks at.
public enum Netmask: Hashable, Sendable {
    /// IPv4: the bits that count, `255.255.255.0` being `0xffffff00`.
    case ipv4(UInt32)
    /// IPv6: the length of the prefix that counts, 1 to 128.
    case ipv6(UInt32)

    /// The mask that tells every single client apart: /32 or /128.
    public static func host(_ family: AddressFamily) -> Netmask {
        family == .ipv4 ? .ipv4(.max) : .ipv6(128)
    }

    /// The mask for a prefix length, 0 to 32 or 1 to 128; nil outside.
    public init?(prefixLength: UInt32, family: AddressFamily) {
        switch family {
        case .ipv4:
            guard prefixLength <= 32 else { return nil }
            self = .ipv4(prefixLength == 0 ? 0 : UInt32.max << (32 - prefixLength))
        case .ipv6:
            guard (1...128).contains(prefixLength) else { return nil }
            self = .ipv6(prefixLength)
        }
    }

    /// The family that the mask is for.
    package var family: AddressFamily {
        switch self {
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        }
    }

    /// Whether every single client is distinguished.
    package var isHost: Bool { self == .host(family) }

    /// The prefix length; nil for an IPv4 mask with holes.
    public var prefixLength: UInt32? {
        switch self {
        case .ipv4(let bits):
            let ones = UInt32((~bits).leadingZeroBitCount)
            return ones == 32 || bits << ones == 0 ? ones : nil
        case .ipv6(let length): return length
        }
    }
}

extension Netmask: CustomStringConvertible {
    /// `255.255.255.0` for IPv4, `64` for IPv6: the forms that ipvsadm reads.
    public var description: String {
        switch self {
        case .ipv4(let bits): IPAddress(v4: bits).description
        case .ipv6(let length): String(length)
        }
    }
}
