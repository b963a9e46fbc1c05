/// How long idle connections are remembered, in seconds, per network namespace.
public struct ConnectionTimeouts: Hashable, Sendable {
    /// Established TCP connections; the kernel's default is 900.
    public var tcp: UInt32
    /// TCP connections after a FIN; the kernel's default is 120.
    public var tcpFin: UInt32
    /// UDP; the kernel's default is 300.
    public var udp: UInt32

    /// The longest value that lvsctl accepts, in seconds: what every kernel can hold.
    package static let limit: UInt32 = 2_147_483

    /// Creates timeouts; in a change, 0 leaves the kernel's value as it is.
    public init(tcp: UInt32 = 0, tcpFin: UInt32 = 0, udp: UInt32 = 0) {
        self.tcp = tcp
        self.tcpFin = tcpFin
        self.udp = udp
    }

    /// A timeout by its field; 0 for a field that is none.
    package subscript(field: Field) -> UInt32 {
        get {
            switch field {
            case .tcp: tcp
            case .tcpFin: tcpFin
            case .udp: udp
            default: 0
            }
        }
        set {
            switch field {
            case .tcp: tcp = newValue
            case .tcpFin: tcpFin = newValue
            case .udp: udp = newValue
            default: break
            }
        }
    }
}

extension ConnectionTimeouts: CustomStringConvertible {
    /// `900 120 300`.
    public var description: String { "\(tcp) \(tcpFin) \(udp)" }
}
