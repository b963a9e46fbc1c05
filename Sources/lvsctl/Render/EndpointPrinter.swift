import IPVSKit

/// Writes addresses and ports for people.
protocol EndpointPrinter {
    /// Appends the endpoint, for a port of a protocol.
    func write(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8])

    /// How many characters ``write(_:_:into:)`` appends, made printable.
    func width(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> Int

    /// Appends an address.
    func write(_ address: IPAddress, into text: inout [UInt8])
}

/// Writes numbers.
struct NumericPrinter: EndpointPrinter {
    func write(_ address: IPAddress, into text: inout [UInt8]) { text += "\(address)".utf8 }

    func write(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        endpoint.writeForPeople(into: &text)
    }

    func width(_ endpoint: Endpoint, _ serviceProtocol: ServiceProtocol?) -> Int { endpoint.textCount }
}

extension Endpoint {
    /// Appends the endpoint, with `*` for port 0: every port of a service, the client's own port at a server.
    func writeForPeople(into text: inout [UInt8]) {
        write(into: &text)
        if port == 0 { text[text.count - 1] = UInt8(ascii: "*") }
    }
}

extension EndpointPrinter {
    /// Appends a service: `tcp 10.0.0.1:80`, `fwmark 5`, `fwmark 5 IPv6`.
    func write(_ identity: ServiceIdentity, into text: inout [UInt8]) {
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            text += serviceProtocol.description.utf8
            text.append(UInt8(ascii: " "))
            write(endpoint, serviceProtocol, into: &text)
        case .firewallMark(let mark, .ipv4): text += "fwmark \(mark)".utf8
        case .firewallMark(let mark, .ipv6): text += "fwmark \(mark) IPv6".utf8
        }
    }

    /// How many characters a service takes.
    func width(_ identity: ServiceIdentity) -> Int {
        guard case .endpoint(let serviceProtocol, let endpoint) = identity else {
            return width { write(identity, into: &$0) }
        }
        return serviceProtocol.description.utf8.count + 1 + width(endpoint, serviceProtocol)
    }

    /// How many characters a text has that is written to be measured.
    func width(_ write: (inout [UInt8]) -> Void) -> Int {
        var text: [UInt8] = []
        write(&text)
        return String(decoding: text, as: UTF8.self).printable.unicodeScalars.count
    }
}
