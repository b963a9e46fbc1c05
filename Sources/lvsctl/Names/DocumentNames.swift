import IPVSKit

/// The names in a document of rules, each looked up once.
final class DocumentNames: NameResolver {
    private let names: any NameLookup
    private var hosts: [String: [IPAddress]] = [:]
    private var ipv4Hosts: [String: [IPAddress]] = [:]
    private var ports: [String: UInt16?] = [:]

    init(_ names: any NameLookup) {
        self.names = names
    }

    func addresses(ofHost name: String, family: AddressFamily) -> [IPAddress] {
        guard family == .ipv4 else { return addresses(ofHost: name).filter { $0.family == family } }
        let known = ipv4Hosts[name] ?? ipv4Addresses(ofHost: name)
        ipv4Hosts[name] = known
        return known
    }

    /// Asks for IPv4 alone first: a server of names that does not answer otherwise is waited for in vain.
    private func ipv4Addresses(ofHost name: String) -> [IPAddress] {
        do throws(NameError) {
            let found = try names.ipv4Addresses(of: name)
            if !found.isEmpty { return found }
        } catch {
            guard error == .unknown else { return [] }
        }
        // The C library takes ::1 in /etc/hosts for 127.0.0.1 where it is asked for IPv4 alone, as ipvsadm asks it.
        let known = addresses(ofHost: name)
        let found = known.filter { $0.family == .ipv4 }
        guard found.isEmpty, known.contains(IPAddress(v6: 0, 1)) else { return found }
        return [IPAddress(v4: 0x7f00_0001)]
    }

    private func addresses(ofHost name: String) -> [IPAddress] {
        let known = hosts[name] ?? (try? names.addresses(of: name)) ?? []
        hosts[name] = known
        return known
    }

    func port(ofService name: String, transport: ServiceProtocol) -> UInt16? {
        let key = "\(name)/\(transport)"
        if let known = ports[key] { return known }
        let found = (try? names.port(of: name, for: transport)) ?? nil
        ports[key] = .some(found)
        return found
    }
}
