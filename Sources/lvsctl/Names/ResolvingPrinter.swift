import IPVSKit

/// Writes host and service names where there are some, each address looked up once.
final class ResolvingPrinter: EndpointPrinter {
    private let names: any NameLookup
    /// The names that were looked up; nil for addresses that have none.
    private var hosts: [IPAddress: String?] = [:]
    private var services: [ServicePort: String]?

    init(_ names: any NameLookup) {
        self.names = names
    }

    /// Looks addresses up, all at once.
    func prepare(_ addresses: some Sequence<IPAddress>) {
        var new = Set(addresses)
        for address in new where hosts[address] != nil { new.remove(address) }
        guard !new.isEmpty else { return }
        let found = names.names(of: new.sorted())
        for address in new { hosts[address] = .some(found[address]) }
    }

    func write(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        let port = portName(endpoint, serviceProtocol)
        if let name = hosts[endpoint.address] ?? nil {
            text += "\(name):\(port ?? (endpoint.port == 0 ? "*" : String(endpoint.port)))".utf8
        } else {
            endpoint.writeForPeople(into: &text)
            guard let port, let colon = text.lastIndex(of: UInt8(ascii: ":")) else { return }
            text.replaceSubrange(text.index(after: colon)..., with: port.utf8)
        }
    }

    func width(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> Int {
        width { write(endpoint, serviceProtocol, into: &$0) }
    }

    func write(_ address: IPAddress, into text: inout [UInt8]) {
        text += ((hosts[address] ?? nil) ?? "\(address)").utf8
    }

    private func portName(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> String? {
        guard let serviceProtocol, endpoint.port != 0 else { return nil }
        let known = services ?? names.serviceNames()
        services = known
        return known[ServicePort(port: endpoint.port, serviceProtocol: serviceProtocol)]
    }
}
