/// A transport protocol by its IP protocol number.
///
/// The kernel accepts any number for a service but only balances TCP, UDP and SCTP.
public struct ServiceProtocol: RawRepresentable, Hashable, Sendable {
    /// The IP protocol number (`/etc/protocols`).
    public let rawValue: UInt16

    /// Creates a protocol from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// TCP, number 6.
    public static let tcp = ServiceProtocol(rawValue: 6)
    /// UDP, number 17.
    public static let udp = ServiceProtocol(rawValue: 17)
    /// SCTP, number 132.
    public static let sctp = ServiceProtocol(rawValue: 132)

    /// Whether IPVS balances this protocol.
    package var isBalanced: Bool { self == .tcp || self == .udp || self == .sctp }
}

extension ServiceProtocol: CustomStringConvertible {
    /// `tcp`, `udp`, `sctp`, or `protocol 47`.
    public var description: String {
        switch self {
        case .tcp: "tcp"
        case .udp: "udp"
        case .sctp: "sctp"
        default: "protocol \(rawValue)"
        }
    }
}
