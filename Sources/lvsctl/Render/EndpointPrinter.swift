import IPVSKit

/// Writes addresses and ports for people.
protocol EndpointPrinter {
    /// The endpoint, for a port of a protocol.
    func text(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> String
}

/// Writes numbers.
struct NumericPrinter: EndpointPrinter {
    func text(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> String { endpoint.description }
}

extension EndpointPrinter {
    /// A service: `tcp 10.0.0.1:80`, `fwmark 5`, `fwmark 5 IPv6`.
    func text(_ identity: ServiceIdentity) -> String {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            "\(serviceProtocol) \(text(endpoint, serviceProtocol))"
        case .firewallMark(let mark, .ipv4): "fwmark \(mark)"
        case .firewallMark(let mark, .ipv6): "fwmark \(mark) IPv6"
        }
    }
}
