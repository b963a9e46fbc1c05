/// How packets are wrapped on their way to a tunnel server.
///
/// Only servers whose method is ``ForwardingMethod/tunnel`` have one.
public struct Tunnel: Hashable, Sendable {
    /// The kind of wrapping.
    public var type: TunnelType
    /// The UDP port of a GUE tunnel, 1 to 65535; 0 for the others.
    public var port: UInt16
    /// Checksum options of GUE and GRE.
    public var flags: TunnelFlags

    /// Creates a tunnel description.
    public init(type: TunnelType = .ipip, port: UInt16 = 0, flags: TunnelFlags = []) {
        self.type = type
        self.port = port
        self.flags = flags
    }

    /// Plain IP in IP, the kernel's default.
    public static let ipip = Tunnel()
}

/// The kind of a tunnel (`IP_VS_CONN_F_TUNNEL_TYPE_*`, `<linux/ip_vs.h>`).
///
/// The kernel stores numbers that it does not know; they survive and print as numbers.
public struct TunnelType: RawRepresentable, Hashable, Sendable {
    /// The kernel's number.
    public let rawValue: UInt8

    /// Creates a type from the kernel's number.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// IP in IP.
    public static let ipip = TunnelType(rawValue: 0)
    /// Generic UDP encapsulation (since Linux 5.2).
    public static let gue = TunnelType(rawValue: 1)
    /// Generic routing encapsulation (since Linux 5.3).
    public static let gre = TunnelType(rawValue: 2)

    /// The type of a name as ipvsadm spells it; nil if there is none.
    package init?(named name: String) {
        switch name {
        case "ipip": self = .ipip
        case "gue": self = .gue
        case "gre": self = .gre
        default: return nil
        }
    }
}

extension TunnelType: CustomStringConvertible {
    /// `ipip`, `gue`, `gre`, or the number.
    public var description: String {
        switch self {
        case .ipip: "ipip"
        case .gue: "gue"
        case .gre: "gre"
        default: String(rawValue)
        }
    }
}

/// Checksum options of a tunnel (`IP_VS_TUNNEL_ENCAP_FLAG_*`, `<linux/ip_vs.h>`).
public struct TunnelFlags: OptionSet, Hashable, Sendable {
    /// The bits; unknown ones are kept.
    public let rawValue: UInt16

    /// Creates options from bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The outer header carries a checksum.
    public static let checksum = TunnelFlags(rawValue: 1)
    /// Remote checksum offload; GUE only.
    public static let remoteChecksum = TunnelFlags(rawValue: 2)
}
