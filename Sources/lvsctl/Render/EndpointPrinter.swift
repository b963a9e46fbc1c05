import IPVSKit

/// Writes addresses and ports for people.
protocol EndpointPrinter {
    /// Appends the endpoint, for a port of a protocol.
    func write(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8])
}

/// Writes numbers.
struct NumericPrinter: EndpointPrinter {
    func write(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        endpoint.write(into: &text)
    }
}

extension EndpointPrinter {
    /// Appends a service: `tcp 10.0.0.1:80`, `fwmark 5`, `fwmark 5 IPv6`.
    func write(_ identity: ServiceIdentity, into text: inout [UInt8]) {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            text += "\(serviceProtocol) ".utf8
            write(endpoint, serviceProtocol, into: &text)
        case .firewallMark(let mark, .ipv4): text += "fwmark \(mark)".utf8
        case .firewallMark(let mark, .ipv6): text += "fwmark \(mark) IPv6".utf8
        }
    }
}
