/// Traffic counters of a service or server since it was made or zeroed, and its rates.
///
/// The kernel refreshes both every two seconds. Direct routing and tunnels never count outgoing traffic.
public struct Statistics: Hashable, Sendable {
    /// Connections that were scheduled.
    public var connections: UInt64 = 0
    /// Packets from clients.
    public var incomingPackets: UInt64 = 0
    /// Packets to clients.
    public var outgoingPackets: UInt64 = 0
    /// Bytes from clients.
    public var incomingBytes: UInt64 = 0
    /// Bytes to clients.
    public var outgoingBytes: UInt64 = 0
    /// Connections a second.
    public var connectionRate: UInt64 = 0
    /// Packets from clients a second.
    public var incomingPacketRate: UInt64 = 0
    /// Packets to clients a second.
    public var outgoingPacketRate: UInt64 = 0
    /// Bytes from clients a second.
    public var incomingByteRate: UInt64 = 0
    /// Bytes to clients a second.
    public var outgoingByteRate: UInt64 = 0

    /// Creates statistics of nothing.
    package init() {}
}

/// Connections of a real server at this moment.
public struct ConnectionCounts: Hashable, Sendable {
    /// TCP connections that are being opened or are established; always 0 for UDP.
    public var active: UInt32
    /// All other connections, UDP ones among them.
    public var inactive: UInt32
    /// Persistence templates: clients that stick to the server.
    public var persistent: UInt32

    /// Creates counts.
    package init(active: UInt32 = 0, inactive: UInt32 = 0, persistent: UInt32 = 0) {
        self.active = active
        self.inactive = inactive
        self.persistent = persistent
    }
}
