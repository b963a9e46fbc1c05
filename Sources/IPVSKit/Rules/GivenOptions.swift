/// What a command line has said so far.
struct GivenOptions {
    /// What has been given, for the judgement of the combination.
    var columns: OptionColumns = []
    /// For each column, the word of the option and the word of its value.
    var places: InlineArray<34, (option: Int32, value: Int32)> = .init(repeating: (0, 0))

    // The family of the service so far decides what a mask is.
    var family = AddressFamily.ipv4
    var netmask = Netmask.host(.ipv4)
    var mark: UInt32?
    var transport: ServiceProtocol?
    var endpoint = Endpoint(.any(.ipv4), port: 0)

    var scheduler = KernelName()
    var timeout: UInt32 = 0
    var engine = KernelName()
    /// The value of `-b`, which is read when the scheduler is known.
    var flagsText: Range<Int>?
    var flags: ServiceFlags = []

    var server = Endpoint(.any(.ipv4), port: 0)
    var method = ForwardingMethod.directRouting
    var weight: UInt32 = 1
    var upperThreshold: UInt32 = 0
    var lowerThreshold: UInt32 = 0
    var tunnel = Tunnel.ipip

    var role = SyncDaemon.Role.master
    var interface = KernelName()
    var syncID: UInt32 = 0
    var maximumLength: UInt16 = 0
    var group: IPAddress?
    var multicastPort: UInt16 = 0
    var timeToLive: UInt8 = 0

    var timeouts = ConnectionTimeouts()

    func has(_ column: OptionColumn) -> Bool { columns.contains(column) }

    /// The service that was named; nil if there is none.
    var identity: ServiceIdentity? {
        if let mark { return .firewallMark(mark, family) }
        if let transport { return .endpoint(transport, endpoint) }
        return nil
    }
}
