/// What a command line has said so far about services and servers.
struct GivenOptions {
    /// What has been given, for the check of the combination.
    var columns: OptionColumns = []

    // The family of the service so far decides what a mask is.
    var family = AddressFamily.ipv4
    var netmask = Netmask.host(.ipv4)
    var mark: UInt32?
    var serviceProtocol: ServiceProtocol?
    var endpoint = Endpoint(.any(.ipv4), port: 0)

    var scheduler = KernelName()
    var timeout: UInt32 = 0
    var engine = KernelName()
    var flags: ServiceFlags = []

    var server = Endpoint(.any(.ipv4), port: 0)
    /// The settings of the server, wherever it is.
    var settings = RealServer(Endpoint(.any(.ipv4), port: 0))

    /// Whether an address was not written in its plainest form.
    var hasUnusualAddress = false

    /// Whether an option of a column was given.
    @inline(__always)
    func has(_ column: OptionColumn) -> Bool { columns.contains(column) }

    /// The service that was named; nil if there is none.
    @inline(__always)
    var identity: ServiceIdentity? {
        if let mark { return .firewallMark(mark, family) }
        if let serviceProtocol { return .endpoint(serviceProtocol, endpoint) }
        return nil
    }
}
