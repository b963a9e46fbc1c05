import IPVSKit

/// ipvsadm's lists of services: the same bytes, but for numbers that ipvsadm would print wrong.
struct IpvsadmListing {
    /// The text so far.
    private(set) var bytes: [UInt8] = []
    private let options: ListOptions
    private let names: IpvsadmNames
    private let columns: Columns

    init(_ options: ListOptions, names: IpvsadmNames) {
        self.options = options
        self.names = names
        columns = Columns.of(options.format)
    }

    /// Forgets ``bytes``, for lists that are written in pieces.
    mutating func removeWritten() { bytes.removeAll(keepingCapacity: true) }

    /// Writes the line that stands above a list of all services.
    mutating func write(_ info: KernelInfo) {
        bytes.append("IP Virtual Server version \(info.versionText) (size=\(info.connectionTableSize))\n")
    }

    /// Writes the names of the columns.
    mutating func writeTitle() { bytes.append(columns.title) }

    /// Writes a service and its servers.
    mutating func write(_ service: ObservedService) {
        write(heading: service)
        guard options.isSorted else {
            for server in service.servers { write(server, of: service.identity) }
            return
        }
        for server in IpvsadmOrder.backwards(service.servers).reversed() {
            write(server, of: service.identity)
        }
    }

    // MARK: Services

    private mutating func write(heading service: ObservedService) {
        if let numbers = columns.numbers {
            bytes.appendLeft(33) { [names] text in Self.write(service.identity, names, into: &text) }
            for number in numbers { append(number.of(service.statistics)) }
        } else {
            Self.write(service.identity, names, into: &bytes)
            write(settings: service.configuration)
        }
        bytes.append(Self.newline)
    }

    private static func write(
        _ identity: ServiceIdentity,
        _ names: IpvsadmNames,
        into text: inout [UInt8]
    ) {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            text.appendLeft(4) { $0.append(name(of: serviceProtocol)) }
            text.append(blank)
            names.write(endpoint, serviceProtocol, limit: limit(endpoint), into: &text)
        case .firewallMark(let mark, let family):
            text.append("FWM  ")
            text.appendDecimal(UInt64(mark))
            if family == .ipv6 { text.append(" IPv6") }
        }
    }

    private mutating func write(settings service: VirtualService) {
        write(word: service.scheduler.rawValue)
        if !service.schedulerFlags.isEmpty {
            let names = service.flags.schedulerFlagNames(for: service.scheduler)
            // ipvsadm has no word for the third flag of those that name the other two.
            let isNamed = service.scheduler == .sourceHashing || service.scheduler == .maglevHashing
            let shown = names.filter { !isNamed || $0 != "flag-3" }
            bytes.append(" (\(shown.joined(separator: ",")))")
        }
        if let persistence = service.persistence {
            bytes.append(" persistent \(persistence.timeout)")
            if !persistence.netmask.isHost { bytes.append(" mask \(persistence.netmask)") }
            if let engine = persistence.engine {
                bytes.append(" pe")
                write(word: engine)
            }
        }
        if service.isOnePacket { bytes.append(" ops") }
    }

    private mutating func write(word: KernelName) {
        bytes.append(Self.blank)
        for index in 0..<word.count { bytes.append(word[index]) }
    }

    // MARK: Servers

    private mutating func write(_ server: ObservedServer, of identity: ServiceIdentity) {
        let endpoint = server.configuration.endpoint
        bytes.append("  -> ")
        bytes.appendLeft(28) { [names] text in
            names.write(endpoint, identity.serviceProtocol, limit: Self.limit(endpoint), into: &text)
        }
        if let numbers = columns.numbers {
            for number in numbers {
                let value = number.of(server.statistics)
                if number.isScaledForServers { append(value) } else { appendPlain(value) }
            }
        } else {
            for field in columns.fields {
                bytes.append(Self.blank)
                bytes.appendLeft(field.width) { field.write(server, &$0) }
            }
        }
        bytes.append(Self.newline)
    }

    private mutating func append(_ number: UInt64) {
        if options.isExact { bytes.appendExact(number) } else { bytes.appendScaled(number) }
    }

    private mutating func appendPlain(_ number: UInt64) {
        bytes.append(Self.blank)
        bytes.appendRight(8, number)
    }

    // MARK: Words

    /// Where ipvsadm cuts an address and port in a list: so that names of IPv4 hosts keep the columns straight.
    private static func limit(_ endpoint: Endpoint) -> Int {
        endpoint.address.family == .ipv4 ? 28 : IpvsadmNames.limit
    }

    private static func name(of serviceProtocol: ServiceProtocol) -> String {
        switch serviceProtocol {
        case .tcp: "TCP"
        case .udp: "UDP"
        case .sctp: "SCTP"
        default: String(serviceProtocol.rawValue)
        }
    }

    private static let blank = UInt8(ascii: " ")
    private static let newline = UInt8(ascii: "\n")
}
