/// What `/proc/net/ip_vs` says, which everybody may read (`ip_vs_info_seq_show()`, `ip_vs_ctl.c`, Linux 6.1).
///
/// Engines, scheduler flags, thresholds, tunnel data and counters are not in it, nor the one-packet flag of IPv6
/// services, nor the family of a mark: that is taken from its mask or its servers.
struct ServiceListing {
    /// The version and table size in the first line.
    private(set) var info = KernelInfo(version: 0, connectionTableSize: 0)
    /// The services in the kernel's order, their servers newest first.
    private(set) var services: [ObservedService] = []

    /// Clock ticks a second, in which the kernel gives timeouts; nil if unknown, and then they are 0.
    private let ticksPerSecond: UInt32?
    private var lineNumber = 0
    /// Whether the last service could not be read, so that nobody knows whose the next servers are.
    private var isWithinUnknownService = false

    init(ticksPerSecond: UInt32?) {
        self.ticksPerSecond = ticksPerSecond
    }

    /// Reads the next line, which has a number.
    mutating func add(_ line: Span<UInt8>, number: Int) throws(WireError) {
        lineNumber = number
        var fields = ProcLine(number: lineNumber)
        if lineNumber == 1 { return try addFirst(line) }
        // Two lines with the names of columns.
        guard lineNumber > 3 else { return }
        let field = fields.nextField(in: line)
        let first = line.extracting(field)
        if first.equals("->") { return try addServer(&fields, line) }
        if first.equals("FWM") { return try addMark(&fields, line) }
        guard let serviceProtocol = Self.serviceProtocol(first) else {
            throw fields.error("Prot", field, in: line)
        }
        let endpoint = try fields.joinedEndpoint("LocalAddress:Port", in: line)
        try addService(.endpoint(serviceProtocol, endpoint), &fields, line)
    }

    /// Continues after a line that could not be read; the servers of an unknown service are nobody's.
    mutating func passOver(_ line: Span<UInt8>) {
        var fields = ProcLine(number: lineNumber)
        let field = fields.nextField(in: line)
        if !line.extracting(field).equals("->") { isWithinUnknownService = true }
    }

    /// Reads a line such as `IP Virtual Server version 1.2.1 (size=4096)`.
    private mutating func addFirst(_ line: Span<UInt8>) throws(WireError) {
        var fields = ProcLine(number: lineNumber)
        for word: StaticString in ["IP", "Virtual", "Server", "version"] {
            let field = fields.nextField(in: line)
            guard line.extracting(field).equals(word) else { throw fields.error("title", field, in: line) }
        }
        // Punctuation separates the four numbers.
        var numbers: [UInt32] = []
        var index = fields.offset
        while index < line.count, numbers.count < 4 {
            let start = index
            while index < line.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= line[index] { index += 1 }
            if let number = line.extracting(start..<index).decimalNumber { numbers.append(number) }
            index += 1
        }
        let rest = fields.rest(of: line)
        guard numbers.count == 4, numbers[..<3].allSatisfy({ $0 < 256 }) else {
            throw fields.error("version", rest, in: line)
        }
        info = KernelInfo(
            version: numbers[0] << 16 | numbers[1] << 8 | numbers[2],
            connectionTableSize: numbers[3]
        )
    }

    private mutating func addMark(_ fields: inout ProcLine, _ line: Span<UInt8>) throws(WireError) {
        // The family comes to light later, if at all.
        let mark = try fields.hexadecimal("LocalAddress:Port", in: line)
        try addService(.firewallMark(mark, .ipv4), &fields, line)
    }

    private mutating func addService(
        _ identity: ServiceIdentity,
        _ fields: inout ProcLine,
        _ line: Span<UInt8>
    ) throws(WireError) {
        let scheduler = Scheduler(rawValue: try fields.name("Scheduler", in: line))
        var service = VirtualService(identity, scheduler: scheduler)
        while true {
            let field = fields.nextField(in: line)
            let word = line.extracting(field)
            if field.isEmpty { break }
            if word.equals("ops") {
                service.isOnePacket = true
            } else if word.equals("persistent") {
                let ticks = try fields.decimal("persistent", in: line)
                let mask = try fields.hexadecimal("persistent", in: line)
                service = Self.persistent(service, ticks: ticks, mask: mask, ticksPerSecond)
            } else {
                throw fields.error("Flags", field, in: line)
            }
        }
        services.append(ObservedService(service))
        isWithinUnknownService = false
    }

    /// Reads a line such as `  -> 0A000001:1F90      Masq    1      2          1`.
    private mutating func addServer(_ fields: inout ProcLine, _ line: Span<UInt8>) throws(WireError) {
        let endpoint = try fields.joinedEndpoint("RemoteAddress:Port", in: line)
        let field = fields.nextField(in: line)
        guard let method = Self.method(line.extracting(field)) else {
            throw fields.error("Forward", field, in: line)
        }
        let weight = try fields.decimal("Weight", in: line)
        let active = try fields.decimal("ActiveConn", in: line)
        let inactive = try fields.decimal("InActConn", in: line)
        guard let last = services.indices.last, !isWithinUnknownService else {
            throw fields.error("Prot", 0..<0, in: line)
        }
        // Only tunnel servers may be of another family than their service.
        if services[last].servers.isEmpty || method != .tunnel {
            services[last].configuration = services[last].configuration.marked(in: endpoint.address.family)
        }
        services[last].servers.append(
            ObservedServer(
                RealServer(endpoint, method: method, weight: weight),
                connections: ConnectionCounts(active: active, inactive: inactive)
            )
        )
    }

    private static func persistent(
        _ service: VirtualService,
        ticks: UInt32,
        mask: UInt32,
        _ ticksPerSecond: UInt32?
    ) -> VirtualService {
        // The length of an IPv6 prefix, 1 to 128, appears with its bytes swapped. Of the masks that anybody uses
        // with IPv4 none looks like that.
        let length = mask.byteSwapped
        let isIPv6 = (1...128).contains(length)
        var service = service
        if case .firewallMark = service.identity { service = service.marked(in: isIPv6 ? .ipv6 : .ipv4) }
        service.persistence = Persistence(
            timeout: ticksPerSecond.map { ticks / max(1, $0) } ?? 0,
            netmask: service.identity.family == .ipv6 ? .ipv6(length) : .ipv4(mask)
        )
        return service
    }

    private static func serviceProtocol(_ name: Span<UInt8>) -> ServiceProtocol? {
        if name.equals("TCP") { return .tcp }
        if name.equals("UDP") { return .udp }
        if name.equals("SCTP") { return .sctp }
        // ip_vs_proto_name(), ip_vs_core.c: other protocols are IP_ and a number.
        guard name.count > 3, name.extracting(..<3).equals("IP_") else { return nil }
        return name.extracting(3...).decimalNumber.flatMap(UInt16.init(exactly:)).map(ServiceProtocol.init)
    }

    private static func method(_ name: Span<UInt8>) -> ForwardingMethod? {
        // ip_vs_fwd_name(), ip_vs_ctl.c: whatever has no name is called Masq.
        if name.equals("Masq") { return .masquerade }
        if name.equals("Route") { return .directRouting }
        if name.equals("Tunnel") { return .tunnel }
        if name.equals("Local") { return .local }
        return nil
    }
}

extension VirtualService {
    /// The same service; if it is one of a mark that is not persistent yet, in another family.
    fileprivate func marked(in family: AddressFamily) -> VirtualService {
        guard case .firewallMark(let mark, _) = identity, !flags.contains(.persistent) else { return self }
        var service = VirtualService(.firewallMark(mark, family), scheduler: scheduler)
        service.flags = flags
        return service
    }
}
