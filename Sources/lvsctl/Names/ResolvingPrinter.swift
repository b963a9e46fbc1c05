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

    func text(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> String {
        guard let name = hosts[endpoint.address] ?? nil else {
            let numeric = endpoint.description
            guard let port = portName(endpoint, serviceProtocol), let colon = numeric.lastIndex(of: ":")
            else {
                return numeric
            }
            return numeric[...colon] + port
        }
        return "\(name):\(portName(endpoint, serviceProtocol) ?? String(endpoint.port))"
    }

    private func portName(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> String? {
        guard let serviceProtocol, endpoint.port != 0 else { return nil }
        let known = services ?? names.serviceNames()
        services = known
        return known[ServicePort(port: endpoint.port, serviceProtocol: serviceProtocol)]
    }
}
