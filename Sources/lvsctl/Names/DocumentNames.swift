import IPVSKit

/// The names in a document of rules, each looked up once.
final class DocumentNames: NameResolver {
    private let names: any NameLookup
    private var hosts: [String: Result<[IPAddress], NameError>] = [:]
    private var ipv4Hosts: [String: Result<[IPAddress], NameError>] = [:]
    private var ports: [String: Result<UInt16?, NameError>] = [:]

    init(_ names: any NameLookup) {
        self.names = names
    }

    func addresses(ofHost name: String, family: AddressFamily) throws(NameError) -> [IPAddress] {
        guard family == .ipv4 else { return try addresses(ofHost: name).filter { $0.family == family } }
        return try Self.remembering(name, in: &ipv4Hosts) { () throws(NameError) in
            try ipv4Addresses(ofHost: name)
        }
    }

    /// Asks for IPv4 alone first: a server of names that does not answer otherwise is waited for in vain.
    private func ipv4Addresses(ofHost name: String) throws(NameError) -> [IPAddress] {
        do throws(NameError) {
            let found = try names.ipv4Addresses(of: name)
            if !found.isEmpty { return found }
        } catch {
            guard error == .unknown else { throw error }
        }
        // The C library takes ::1 in /etc/hosts for 127.0.0.1 where it is asked for IPv4 alone, as ipvsadm asks it.
        let known = try addresses(ofHost: name)
        let found = known.filter { $0.family == .ipv4 }
        guard found.isEmpty, known.contains(IPAddress(v6: 0, 1)) else { return found }
        return [IPAddress(v4: 0x7f00_0001)]
    }

    private func addresses(ofHost name: String) throws(NameError) -> [IPAddress] {
        try Self.remembering(name, in: &hosts) { () throws(NameError) in try names.addresses(of: name) }
    }

    func port(ofService name: String, serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16? {
        try Self.remembering("\(name)/\(serviceProtocol)", in: &ports) { () throws(NameError) in
            try names.port(of: name, for: serviceProtocol)
        }
    }

    private static func remembering<Value>(
        _ name: String,
        in answers: inout [String: Result<Value, NameError>],
        _ lookUp: () throws(NameError) -> Value
    ) throws(NameError) -> Value {
        if let known = answers[name] { return try known.get() }
        let answer: Result<Value, NameError>
        do throws(NameError) { answer = .success(try lookUp()) } catch { answer = .failure(error) }
        answers[name] = answer
        return try answer.get()
    }
}
