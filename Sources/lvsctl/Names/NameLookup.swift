import IPVSKit

/// Looks names up that users type instead of numbers.
protocol NameLookup: AnyObject {
    /// The addresses of a host, of one or both families, without repetitions.
    func addresses(of host: String) throws(NameError) -> [IPAddress]

    /// The IPv4 addresses of a host, in the order in which `gethostbyname` finds them.
    func ipv4Addresses(of host: String) throws(NameError) -> [IPAddress]

    /// The port of a service name for a protocol; nil for one that nobody knows.
    func port(of service: String, for serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16?

    /// The names of hosts, as far as they are known and found in time.
    func names(of addresses: [IPAddress]) -> [IPAddress: String]

    /// Whether any lookup so far took too long, and names may be missing for that.
    var hasTimedOut: Bool { get }

    /// The names of all known services.
    func serviceNames() -> [ServicePort: String]
}

/// A port of a protocol, which may have a name.
struct ServicePort: Hashable {
    var port: UInt16
    var serviceProtocol: ServiceProtocol
}

extension NameLookup {
    func ipv4Addresses(of host: String) throws(NameError) -> [IPAddress] {
        try addresses(of: host).filter { $0.family == .ipv4 }
    }

    /// Turns what was typed for an option into an endpoint.
    ///
    /// A name with addresses of both families means the one of the preferred family, or else IPv4, as with
    /// ipvsadm; several addresses of that family are refused.
    func endpoint(
        _ text: String,
        option: OptionName,
        preferring family: AddressFamily?,
        serviceProtocol: ServiceProtocol,
        defaultPort: UInt16
    ) throws(UsageError) -> Endpoint {
        let parts: EndpointText
        do {
            parts = try EndpointText(text)
        } catch {
            throw UsageError(option, value: text, "\(quoted(text)) \(error.text)")
        }
        let address =
            switch parts.host {
            case .address(let address): address
            case .name(let name): try address(named: name, option: option, preferring: family)
            }
        let port: UInt16 =
            switch parts.port {
            case .number(let number): number
            case .name(let name): try self.port(named: name, option: option, serviceProtocol: serviceProtocol)
            case nil: defaultPort
            }
        return Endpoint(address, port: port)
    }

    private func address(
        named name: String,
        option: OptionName,
        preferring family: AddressFamily?
    ) throws(UsageError) -> IPAddress {
        let found: [IPAddress]
        do {
            found = try addresses(of: name)
        } catch {
            throw UsageError(option, value: name, "\(quoted(name)): \(error)")
        }
        let preference = [family, .ipv4, .ipv6].compactMap { $0 }
        let chosen = preference.first { family in found.contains { $0.family == family } }
        let candidates = found.filter { $0.family == chosen }
        guard let first = candidates.first else {
            throw UsageError(option, value: name, "\(quoted(name)): \(NameError.unknown)")
        }
        guard candidates.count == 1 else {
            let list = candidates.map(\.description).joined(separator: ", ")
            throw UsageError(
                option,
                value: name,
                "\(quoted(name)) has several addresses: name one of \(list)"
            )
        }
        return first
    }

    private func port(
        named name: String,
        option: OptionName,
        serviceProtocol: ServiceProtocol
    ) throws(UsageError) -> UInt16 {
        do {
            if let port = try port(of: name, for: serviceProtocol) { return port }
        } catch {
            throw UsageError(option, value: name, "\(quoted(name)): \(error)")
        }
        throw UsageError(
            option,
            value: name,
            "\(quoted(name)) is not the name of a \(serviceProtocol) service"
        )
    }
}
