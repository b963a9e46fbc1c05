import IPVSKit

/// Addresses and ports as ipvsadm prints them, with names where they are wanted and known.
///
/// Each address is looked up once. Text is cut where ipvsadm's fields end.
final class IpvsadmNames {
    /// The longest text of an address and port anywhere; a longer one is cut.
    static let limit = 59

    private let lookup: (any NameLookup)?
    private var hosts: [IPAddress: String] = [:]
    private var known: Set<IPAddress> = []
    private var services: [ServicePort: String]?

    /// Creates a printer; nil prints numbers.
    init(_ lookup: (any NameLookup)?) {
        self.lookup = lookup
    }

    /// Whether only numbers are printed.
    var isNumeric: Bool { lookup == nil }

    /// Looks up addresses, all at once.
    func prepare(_ addresses: some Sequence<IPAddress>) {
        guard let lookup else { return }
        let new = Set(addresses).subtracting(known)
        guard !new.isEmpty else { return }
        known.formUnion(new)
        hosts.merge(lookup.names(of: new.sorted())) { old, _ in old }
    }

    /// Writes an endpoint, cut to this many bytes; `serviceProtocol` is nil where ports have no names.
    func write(
        _ endpoint: Endpoint,
        _ serviceProtocol: ServiceProtocol?,
        limit: Int = IpvsadmNames.limit,
        into text: inout [UInt8]
    ) {
        guard lookup != nil else { return endpoint.write(into: &text) }
        let start = text.count
        write(host: endpoint.address, into: &text)
        write(port: endpoint.port, serviceProtocol, into: &text)
        if text.count - start > limit { text.removeLast(text.count - start - limit) }
    }

    /// Writes an endpoint for a rule: with numbers where ipvsadm's text could not be read back.
    ///
    /// That is a text that would be cut, and a name for an IPv6 address, which stands in brackets.
    func writeReadable(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        guard lookup != nil else { return endpoint.write(into: &text) }
        let start = text.count
        if endpoint.address.family == .ipv6 {
            Self.write(numeric: endpoint.address, into: &text)
        } else {
            write(host: endpoint.address, into: &text)
        }
        write(port: endpoint.port, serviceProtocol, into: &text)
        guard text.count - start > Self.limit else { return }
        text.removeLast(text.count - start)
        endpoint.write(into: &text)
    }

    private func write(host address: IPAddress, into text: inout [UInt8]) {
        guard let name = hosts[address] else { return Self.write(numeric: address, into: &text) }
        text.append(address.family == .ipv6 ? "[\(name)]" : name)
    }

    private static func write(numeric address: IPAddress, into text: inout [UInt8]) {
        let isIPv6 = address.family == .ipv6
        if isIPv6 { text.append(UInt8(ascii: "[")) }
        address.write(into: &text)
        if isIPv6 { text.append(UInt8(ascii: "]")) }
    }

    private func write(port: UInt16, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        text.append(UInt8(ascii: ":"))
        if port != 0, let serviceProtocol,
            let name = name(of: ServicePort(port: port, serviceProtocol: serviceProtocol))
        {
            text.append(name)
        } else {
            text.appendDecimal(UInt64(port))
        }
    }

    private func name(of port: ServicePort) -> String? {
        let known = services ?? lookup?.serviceNames() ?? [:]
        services = known
        return known[port]
    }
}
