/// An entry of the kernel's connection table (`/proc/net/ip_vs_conn`, `/proc/net/ip_vs_conn_sync`).
public struct Connection: Hashable, Sendable {
    /// Where an entry comes from.
    public enum Origin: String, Hashable, Sendable {
        /// Made by this host.
        case local
        /// Learnt from a sync master.
        case synced
    }

    /// The address that the client called.
    public enum Target: Hashable, Sendable {
        /// An address and port.
        case endpoint(Endpoint)
        /// A firewall mark: the entry is the persistence template of a mark's service.
        case firewallMark(UInt32)
    }

    /// `TCP`, `UDP`, `SCTP`, or `IP` for the template of a firewall mark.
    public var protocolName: KernelName
    /// The client; port 0 in a persistence template.
    public var client: Endpoint
    /// What the client called.
    public var target: Target
    /// The real server; it may be of another family in a tunnel.
    public var server: Endpoint
    /// The state as the kernel names it, for example `ESTABLISHED`.
    public var state: KernelName
    /// In how many seconds the entry will be forgotten.
    public var expires: UInt32
    /// The persistence engine, for example `sip`; nil for none.
    public var engine: KernelName?
    /// What the engine knows the client by; not necessarily UTF-8, unbounded.
    public var engineData: [UInt8]
    /// Where the entry comes from; nil when the file read does not say.
    public var origin: Origin?

    /// Creates an entry.
    package init(
        protocolName: KernelName,
        client: Endpoint,
        target: Target,
        server: Endpoint,
        state: KernelName,
        expires: UInt32,
        engine: KernelName? = nil,
        engineData: [UInt8] = [],
        origin: Origin? = nil
    ) {
        self.protocolName = protocolName
        self.client = client
        self.target = target
        self.server = server
        self.state = state
        self.expires = expires
        self.engine = engine
        self.engineData = engineData
        self.origin = origin
    }

    /// Whether the entry is no connection but remembers a client for persistence.
    public var isTemplate: Bool { client.port == 0 }
}
