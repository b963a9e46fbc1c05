import IPVSKit

/// The names in a document of rules, each looked up once.
final class DocumentNames: NameResolver {
    private let names: any NameLookup
    private var hosts: [String: [IPAddress]] = [:]
    private var ports: [String: UInt16?] = [:]

    init(_ names: any NameLookup) {
        self.names = names
    }

    func addresses(ofHost name: String, family: AddressFamily) -> [IPAddress] {
        let known = hosts[name] ?? (try? names.addresses(of: name)) ?? []
        hosts[name] = known
        let found = known.filter { $0.family == family }
        // The C library takes ::1 in /etc/hosts for 127.0.0.1 where it is asked for IPv4 alone, as ipvsadm asks it.
        if found.isEmpty, family == .ipv4, known.contains(IPAddress(v6: 0, 1)) {
            return [IPAddress(v4: 0x7f00_0001)]
        }
        return found
    }

    func port(ofService name: String, transport: ServiceProtocol) -> UInt16? {
        let key = "\(name)/\(transport)"
        if let known = ports[key] { return known }
        let found = (try? names.port(of: name, for: transport)) ?? nil
        ports[key] = .some(found)
        return found
    }
}
