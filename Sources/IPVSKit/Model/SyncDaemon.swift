/// A connection synchronisation daemon, of which a network namespace has at most one of each role.
///
/// The master tells its connections to the backups, so that they can take over.
public struct SyncDaemon: Hashable, Sendable {
    /// Which half of the synchronisation a daemon does (`IP_VS_STATE_*`, `<linux/ip_vs.h>`).
    public enum Role: UInt32, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// Sends connections.
        case master = 1
        /// Receives connections.
        case backup = 2

        /// `master` or `backup`.
        public var description: String { self == .master ? "master" : "backup" }
    }

    /// Which half of the synchronisation the daemon does.
    public var role: Role
    /// The network interface of the multicast traffic, 1 to 15 bytes.
    public var interface: KernelName
    /// The group of directors, 0 to 255; a backup with 0 listens to every one.
    public var syncID: UInt32
    /// The longest message in bytes, 1 to 65507; 0 lets the kernel choose by the interface's MTU.
    public var maximumLength: UInt16
    /// The multicast group; nil lets the kernel choose 224.0.0.81.
    public var group: IPAddress?
    /// The UDP port; 0 lets the kernel choose 8848.
    public var port: UInt16
    /// The multicast time to live; 0 lets the kernel choose 1.
    public var timeToLive: UInt8

    /// The longest message, in bytes, that a daemon accepts.
    package static let lengthLimit: UInt16 = 65507
    /// The most bytes an interface name may have (`IP_VS_IFNAME_MAXLEN` less the zero, `<linux/ip_vs.h>`).
    package static let interfaceLimit = 15

    /// Creates a daemon that leaves everything else to the kernel.
    public init(
        _ role: Role,
        interface: KernelName,
        syncID: UInt32 = 0,
        maximumLength: UInt16 = 0,
        group: IPAddress? = nil,
        port: UInt16 = 0,
        timeToLive: UInt8 = 0
    ) {
        self.role = role
        self.interface = interface
        self.syncID = syncID
        self.maximumLength = maximumLength
        self.group = group
        self.port = port
        self.timeToLive = timeToLive
    }

    /// The largest number that the kernel's attribute of a field can hold.
    static func largest(_ field: Field) -> UInt32 {
        switch field {
        case .maximumLength, .groupPort: UInt32(UInt16.max)
        case .timeToLive: UInt32(UInt8.max)
        default: UInt32.max
        }
    }

    /// A number by its field; 0 for a field that is none of a daemon.
    package subscript(field: Field) -> UInt32 {
        get {
            switch field {
            case .syncID: syncID
            case .maximumLength: UInt32(maximumLength)
            case .groupPort: UInt32(port)
            case .timeToLive: UInt32(timeToLive)
            default: 0
            }
        }
        set {
            switch field {
            case .syncID: syncID = newValue
            case .maximumLength: maximumLength = UInt16(clamping: newValue)
            case .groupPort: port = UInt16(clamping: newValue)
            case .timeToLive: timeToLive = UInt8(clamping: newValue)
            default: break
            }
        }
    }
}
